package messenger.xio.shm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link ShmChild}; killed when it is closed. */
final class ChildProcess implements AutoCloseable {
    private static final long WAIT_SECONDS = Long.getLong("messenger.wait.seconds", 30);

    private final Process process;
    private final BufferedReader lines;

    private ChildProcess(Process process) {
        this.process = process;
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it with this JVM's class path. */
    static ChildProcess start(String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), arguments);
    }

    /**
     * Starts it through another program.
     *
     * @param prefix such as {@code unshare -n}
     */
    static ChildProcess start(List<String> prefix, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:-UsePerfData",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "messenger.xio.shm.ShmChild"));
        command.addAll(Arrays.asList(arguments));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line that it says, which begins with that word: what follows it. */
    String line(String word) throws Exception {
        String line = CompletableFuture.supplyAsync(this::readLine).get(WAIT_SECONDS, TimeUnit.SECONDS);
        if (line == null || !line.startsWith(word)) {
            throw new AssertionError("the other process said " + line + " instead of " + word);
        }
        return line.substring(word.length()).strip();
    }

    private String readLine() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it with SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
