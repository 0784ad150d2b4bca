package messenger.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The bundles that messenger.monitor is made for, which are not delivered. */
final class MonitoringApis {
    private MonitoringApis() {}

    static List<Path> bundles() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("monitoring.dir")))) {
            return jars.sorted().toList();
        }
    }
}
