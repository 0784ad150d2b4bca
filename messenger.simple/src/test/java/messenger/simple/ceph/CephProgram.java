package messenger.simple.ceph;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of Ceph's own programs, found on the PATH. */
final class CephProgram {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Path executable;

    private CephProgram(String name, Path executable) {
        this.name = name;
        this.executable = executable;
    }

    /**
     * Finds a program.
     *
     * @throws IllegalStateException if it is missing, saying how to get it
     */
    static CephProgram named(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(executable -> new CephProgram(name, executable))
                .orElseThrow(() -> new IllegalStateException(name + " is not on the PATH: the tests with JUnit tag ceph"
                        + " run Ceph's own programs. Install the Debian packages ceph-mon and ceph-common, or have"
                        + " ./messenger test do it; ./messenger test --without ceph leaves these tests out"));
    }

    /** A command that knows no cluster but the one its arguments name. Its output goes to a file. */
    private ProcessBuilder command(Path output, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(executable.toString());
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CEPH_"));
        return builder;
    }

    /** Starts it and lets it run. */
    Process start(Path output, String... arguments) {
        try {
            return command(output, arguments).start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws IllegalStateException if it failed or took too long, with what it printed
     */
    String run(String... arguments) {
        String what = name + " " + String.join(" ", arguments);
        try {
            Path output = Files.createTempFile(name, ".out");
            try {
                Process process = start(output, arguments);
                boolean ended = ends(process, LIMIT);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(what
                            + (ended ? " ended with " + process.exitValue() : " took longer than " + LIMIT)
                            + ": " + text.strip());
                }
                return text;
            } finally {
                Files.delete(output);
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
