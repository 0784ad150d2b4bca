package messenger.itests.ceph;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Programs {
    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    private Programs() {}

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        // a cluster is named by arguments alone
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CEPH_"));
        return builder;
    }

    /** Starts a program and lets it run; what it reads can be written to it, all that it prints goes to a file. */
    static Process start(Path output, List<String> command) {
        try {
            return builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " cannot be started", e);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed to its standard output
     * @throws IllegalStateException if it failed or took too long, with what it printed
     */
    static String run(Duration limit, List<String> command) {
        String what = String.join(" ", command);
        try {
            Path output = Files.createTempFile("messenger-", ".out");
            Path errors = Files.createTempFile("messenger-", ".err");
            try {
                Process process = builder(command)
                        .redirectInput(NOTHING)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                boolean ended = ends(process, limit);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(what
                            + (ended ? " ended with " + process.exitValue() : " took longer than " + limit) + ": "
                            + text.strip() + " " + Files.readString(errors).strip());
                }
                return text;
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(what + " failed", e);
        }
    }

    /** Waits until a process has ended; false if that takes longer than {@code limit}. */
    static boolean ends(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), e);
        }
    }
}
