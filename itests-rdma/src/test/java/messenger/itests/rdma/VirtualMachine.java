package messenger.itests.rdma;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of {@code rdma-vm}: a command in a virtual machine, and the directory in which it leaves files. */
final class VirtualMachine {
    /** How JUnit's console ends the lines that are not shown. */
    private static final String STARTED = " :: STARTED";

    private final Path directory;
    private final int limitSeconds;

    /**
     * Empties the directory.
     *
     * @param limitSeconds when the machine is ended at the latest
     */
    VirtualMachine(Path directory, int limitSeconds) throws IOException {
        this.directory = directory;
        this.limitSeconds = limitSeconds;
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }

    /** All that the command wrote to its standard output. */
    Path output() {
        return directory.resolve("stdout.txt");
    }

    /** All that the command and the tool wrote to their standard error. */
    Path errors() {
        return directory.resolve("stderr.txt");
    }

    /** Runs the command to its end and shows meanwhile how its tests end. Returns its exit code. */
    int run(List<String> command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("rdma.vm"),
                "--out",
                directory.toString(),
                "--timeout",
                Integer.toString(limitSeconds),
                "--"));
        line.addAll(command);
        Process process = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors().toFile())
                .start();
        // the machine ends with this process, whatever ends that
        Thread hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                Writer copy = Files.newBufferedWriter(output())) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                copy.write(text);
                copy.write('\n');
                if (!text.endsWith(STARTED)) {
                    System.out.println(text);
                }
            }
            return process.waitFor();
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
