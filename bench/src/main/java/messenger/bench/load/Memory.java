package messenger.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process.
 *
 * @param heap bytes in use after a collection
 * @param resident bytes that the system has given it
 */
public record Memory(long heap, long resident) {
    private static final int COLLECTIONS = 3;

    /** Collects garbage and looks. */
    public static Memory now() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime jvm = Runtime.getRuntime();
        long resident = Files.readString(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
        return new Memory(jvm.totalMemory() - jvm.freeMemory(), resident);
    }
}
