package messenger.itests;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down who holds what. */
final class HeapDump {
    private HeapDump() {}

    /** Writes the live objects of this JVM to a file beside the delivered bundles. */
    static Path write(String name) throws IOException {
        Path file = Path.of(System.getProperty("bundles.dir")).resolveSibling(name + ".hprof");
        Files.deleteIfExists(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        return file;
    }
}
