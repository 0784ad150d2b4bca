package messenger.itests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another process, with all that it writes. Killed with its children when closed. */
final class Program implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final Thread reader;
    private final StringBuilder output = new StringBuilder();
    private int seen;

    Program(ProcessBuilder builder) throws IOException {
        process = builder.redirectErrorStream(true).start();
        reader = Thread.ofPlatform()
                .daemon()
                .name("output of " + builder.command().getFirst())
                .start(this::read);
    }

    /** A runnable jar that runs a script. */
    static Program container(Path directory, String gosh, String... properties) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.add("-Dorg.osgi.framework.storage=" + directory);
        command.add("-Dgosh.args=" + gosh);
        command.addAll(List.of(properties));
        command.addAll(List.of("-jar", Delivered.jar().toString()));
        Program program = new Program(new ProcessBuilder(command));
        program.process.getOutputStream().close();
        return program;
    }

    /** Runs commands of sh in a directory, on the JDK of the tests, to their end, which is to be a good one. */
    static void sh(Path directory, String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try (Program program = new Program(builder)) {
            if (program.exitCode() != 0) {
                throw new AssertionError(commands + program.output());
            }
        }
    }

    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow");
    }

    private void read() {
        char[] some = new char[4096];
        try (BufferedReader reading = process.inputReader(StandardCharsets.UTF_8)) {
            for (int n = reading.read(some); n >= 0; n = reading.read(some)) {
                synchronized (output) {
                    output.append(some, 0, n);
                    output.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (output) {
                output.append("output ended: ").append(e);
            }
        }
    }

    /** Waits for output that matches, behind what was waited for before. */
    String await(Pattern pattern) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (output) {
            Matcher matcher = pattern.matcher(output);
            while (!matcher.find(seen)) {
                long rest = end - System.nanoTime();
                if (rest <= 0) {
                    throw new AssertionError("no " + pattern + " in:\n" + output.substring(seen));
                }
                TimeUnit.NANOSECONDS.timedWait(output, rest);
                matcher = pattern.matcher(output);
            }
            seen = matcher.end();
            return matcher.group();
        }
    }

    void type(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s:\n" + output());
        }
        reader.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
