package messenger.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a transport could leave behind in this process. */
final class Leftovers {
    private static final String MEMORY_FILE = "/memfd:";

    private Leftovers() {}

    /** Names of files in memory that are mapped. */
    static List<String> mappings() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(MEMORY_FILE))
                    .map(line -> line.substring(line.indexOf(MEMORY_FILE)))
                    .toList();
        }
    }

    /** Names of a transport's threads, by its type. */
    static Set<String> threads(String type) {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("messenger-" + type + "-"))
                .forEach(names::add);
        return names;
    }

    /** Open sockets, selectors, event descriptors and files in memory, but for the one that Java keeps from its first socket on. */
    static Set<String> descriptors() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : open.toList()) {
                String target = readLink(fd);
                if (target.startsWith("socket:")
                        || target.startsWith("anon_inode:")
                        || target.startsWith(MEMORY_FILE)) {
                    found.add(fd.getFileName() + " " + target);
                }
            }
        }
        return found;
    }

    private static String readLink(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            // the descriptor that listed the directory is closed by now
            return "";
        }
    }
}
