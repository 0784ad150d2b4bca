package messenger.itests.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rdma-vm} itself. */
@Tag("rdma-vm")
class ToolIT {
    @TempDir
    Path directory;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("rdma.vm")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "does not end");
        return process.exitValue();
    }

    @Test
    void exitCodeOutputAndNamedDirectoryOfTheCommandAreKeptAndNothingElse() throws Exception {
        Path kept = directory.resolve("kept, with a blank");
        Process process = start(
                "--out",
                kept.toString(),
                "bash",
                "-c",
                "echo lost >lost && cat lost && echo kept >\"$OUT/file\" && echo 'an error' >&2; exit 7");

        try (BufferedReader reader = process.inputReader()) {
            assertEquals(List.of("an error", "lost"), reader.lines().sorted().toList());
        }
        assertEquals(7, exitCode(process));
        assertEquals("kept\n", Files.readString(kept.resolve("file")));
        assertFalse(Files.exists(directory.resolve("lost")));
    }

    @Test
    void commandThatTakesTooLongIsEnded() throws Exception {
        Process process = start("--timeout", "45", "sleep", "600");

        try (BufferedReader reader = process.inputReader()) {
            assertEquals(
                    List.of("rdma-vm: the command took longer than 45 s (--timeout)"),
                    reader.lines().toList());
        }
        assertEquals(124, exitCode(process));
    }

    @Test
    void interruptedRunLeavesNoProcess() throws Exception {
        Process process = start("bash", "-c", "echo up; sleep 600");
        try (BufferedReader reader = process.inputReader()) {
            assertEquals("up", reader.readLine());
            List<ProcessHandle> left = process.descendants().toList();
            assertTrue(
                    left.stream()
                            .anyMatch(each -> each.info().command().orElse("").contains("qemu")),
                    left::toString);

            process.destroy();

            assertEquals(143, exitCode(process));
            for (ProcessHandle each : left) {
                each.onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Test
    void directoryThatTheMachineHasOfItsOwnIsRefused() throws Exception {
        Process process = start("--out", "/dev/shm/results", "true");

        try (BufferedReader reader = process.inputReader()) {
            assertEquals(
                    List.of(
                            "rdma-vm: /dev/shm/results cannot be seen in the virtual machine: use a directory outside /proc,"
                                    + " /sys, /dev and /run"),
                    reader.lines().toList());
        }
        assertEquals(125, exitCode(process));
    }
}
