package messenger.xio.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open and mapped of the kinds that the fabric uses. */
final class OpenFiles {
    private OpenFiles() {}

    /** Sockets, epolls, eventfds and memfds. */
    static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(OpenFiles::isOurs).count();
        }
    }

    private static boolean isOurs(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:") || target.contains("memfd:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Mapped rings and regions. */
    static long mappings() throws IOException {
        List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
        return maps.stream().filter(map -> map.contains("memfd:messenger")).count();
    }
}
