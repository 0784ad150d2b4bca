package messenger.itests.ceph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The runnable jar in a namespace, told what to do by its shell. It ends with the network at the latest. */
final class Container implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern QUOTABLE = Pattern.compile("[^'\\n]*");
    private static final String FAILED = "gogo: ";
    private static final String PROMPT = "g! ";

    private final Process process;
    private final Path output;
    private int commands;

    private Container(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a container, which keeps its files in a directory; returns when its shell answers. */
    static Container start(Namespace namespace, Path directory) {
        Path output = directory.resolve("output");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be made", e);
        }
        Process process = namespace.start(
                output,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-Dorg.osgi.framework.storage=" + directory.resolve("storage"),
                "-jar",
                System.getProperty("messenger.jar"));
        Container container = new Container(process, output);
        container.execute("admin = (${.context} getService (${.context} getServiceReference"
                + " org.osgi.service.cm.ConfigurationAdmin))");
        return container;
    }

    /** Adds or changes a factory configuration. */
    void configure(Settings settings) {
        execute("configuration = ($admin getFactoryConfiguration %s %s '?')"
                .formatted(quoted(settings.factoryPid()), quoted(settings.name())));
        execute("values = (new java.util.Hashtable)");
        settings.values().forEach((key, value) -> execute("$values put %s %s".formatted(quoted(key), quoted(value))));
        execute("$configuration update $values");
    }

    /**
     * Runs a command of the shell.
     *
     * @return what it printed, with what else was printed meanwhile
     * @throws IllegalStateException if it failed
     */
    String execute(String command) {
        String end = "end of command " + ++commands;
        int before = output().length();
        try {
            process.getOutputStream()
                    .write("%s%necho '%s'%n".formatted(command, end).getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the container takes no commands; " + output(), e);
        }
        Await.until(LIMIT, () -> output().indexOf(end, before) >= 0, () -> command + "; " + output());
        String printed =
                output().substring(before, output().indexOf(end, before)).replace(PROMPT, "");
        if (printed.contains(FAILED)) {
            throw new IllegalStateException(command + " failed: " + printed);
        }
        return printed;
    }

    static String quoted(String text) {
        if (!QUOTABLE.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " cannot be quoted for Gogo");
        }
        return "'" + text + "'";
    }

    /** All that it has printed. */
    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(output + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Programs.ends(process, LIMIT);
    }
}
