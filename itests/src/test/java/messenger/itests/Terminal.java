package messenger.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A program with a Gogo console, on a terminal. Killed when closed. */
final class Terminal implements AutoCloseable {
    /** A terminal that gets no control characters. */
    static final String DUMB = "dumb";

    static final String XTERM = "xterm";

    private static final Pattern PROMPT = Pattern.compile("(?s).*?\ng! ");

    private final Program program;

    /** Starts a command line of sh in a directory, on the JDK of the tests, and waits for its prompt. */
    Terminal(Path directory, String term, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "script", "-qefc", "stty cols 200 rows 50; exec " + command, "/dev/null")
                .directory(directory.toFile());
        builder.environment().put("TERM", term);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_OPTS");
        program = new Program(builder);
        program.await(Pattern.compile("g! "));
    }

    /** Runs a command; what it says, behind the command itself. */
    String run(String command) throws IOException, InterruptedException {
        program.type(command + "\n");
        return program.await(PROMPT);
    }

    private String runChecked(String command) {
        try {
            return run(command);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(command, e);
        }
    }

    /** Runs a command again and again until it says what is wanted. */
    String runUntil(String command, Predicate<String> wanted) {
        String[] last = new String[1];
        Await.until(
                () -> {
                    last[0] = runChecked(command);
                    return wanted.test(last[0]);
                },
                () -> command + " says " + last[0]);
        return last[0];
    }

    /** Types without running. */
    void type(String keys) throws IOException {
        program.type(keys);
    }

    void await(String output) throws InterruptedException {
        program.await(Pattern.compile(output));
    }

    /** Ends it by a command, and waits for its end. */
    int end(String command) throws IOException, InterruptedException {
        program.type(command + "\n");
        return program.exitCode();
    }

    String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }
}
