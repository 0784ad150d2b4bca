package messenger.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** How long a container takes from its command to a server that listens. */
final class StartTime {
    private static final String SERVER = """
            created = msgr:create -p default=stateful_server -b tcp://127.0.0.1:0 osd.0
            echo (msgr:list osd.0)
            """;

    private final Path container;

    /** Of the runnable jar, which may not have been built. */
    StartTime(Path container) {
        this.container = container;
    }

    /** Milliseconds, if there is the jar. */
    OptionalDouble measure() throws IOException, InterruptedException {
        if (!Files.exists(container)) {
            return OptionalDouble.empty();
        }
        Path directory = Files.createTempDirectory("bench-start");
        Path script = Files.writeString(directory.resolve("server.gosh"), SERVER);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dorg.osgi.framework.storage=" + directory.resolve("storage"),
                        "-Dgosh.args=--quiet --noshutdown " + script,
                        "-jar",
                        container.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = CellRunner.line(output, process);
            while (!line.contains("tcp://")) {
                line = CellRunner.line(output, process);
            }
            return OptionalDouble.of((System.nanoTime() - begin) / 1e6);
        } finally {
            CellRunner.end(process);
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
