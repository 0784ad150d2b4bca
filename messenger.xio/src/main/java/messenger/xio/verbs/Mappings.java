package messenger.xio.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory map of this process. */
final class Mappings {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private Mappings() {}

    /** Whether code of a library lies at an address. */
    static boolean executable(long address) throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.anyMatch(line -> {
                int dash = line.indexOf('-');
                int blank = line.indexOf(' ');
                long from = Long.parseUnsignedLong(line, 0, dash, 16);
                long to = Long.parseUnsignedLong(line, dash + 1, blank, 16);
                return address >= from && address < to && line.charAt(blank + 3) == 'x';
            });
        }
    }
}
