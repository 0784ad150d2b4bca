package messenger.xio.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has open and mapped of the kinds that the fabric uses. */
final class OpenFiles {
    private OpenFiles() {}

    /** Sockets, epolls, eventfds and memfds, each with its number and what it is. */
    static Set<String> descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.flatMap(OpenFiles::ours).collect(Collectors.toSet());
        }
    }

    private static Stream<String> ours(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            boolean ours =
                    target.startsWith("socket:") || target.startsWith("anon_inode:") || target.contains("memfd:");
            return ours ? Stream.of(file.getFileName() + " " + target) : Stream.empty();
        } catch (IOException e) {
            return Stream.empty(); // closed meanwhile
        }
    }

    /** Those that were not there before. What an earlier test had open may have been closed since. */
    static Set<String> openedSince(Set<String> before) throws IOException {
        Set<String> opened = descriptors();
        opened.removeAll(before);
        return opened;
    }

    /** Mapped rings and regions. */
    static long mappings() throws IOException {
        List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
        return maps.stream().filter(map -> map.contains("memfd:messenger")).count();
    }
}
