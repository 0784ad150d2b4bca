package messenger.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a transport could leave behind in this process. */
final class Leftovers {
    private static final String MEMORY_FILE = "/memfd:";

    /** A file of the memory that core has for messages: one for each region. */
    private static final String CORES_FILE = MEMORY_FILE + "messenger (deleted)";

    private Leftovers() {}

    /** What {@link #openFiles} and {@link #mappedFiles} find when only core's memory is there. */
    static List<String> coresFiles(int regions) {
        return Collections.nCopies(regions, CORES_FILE);
    }

    /** Names of files in memory that are open. */
    static List<String> openFiles() throws IOException {
        return targets().values().stream()
                .filter(target -> target.startsWith(MEMORY_FILE))
                .toList();
    }

    /** Names of files in memory that are mapped. */
    static List<String> mappedFiles() throws IOException {
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

    /** Open sockets, selectors and event descriptors, but for the one that Java keeps from its first socket on. */
    static Set<String> descriptors() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        Set<String> found = new TreeSet<>();
        targets().forEach((fd, target) -> {
            if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
                found.add(fd.getFileName() + " " + target);
            }
        });
        return found;
    }

    /** What all descriptors stand for. */
    private static Map<Path, String> targets() throws IOException {
        Map<Path, String> targets = new TreeMap<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            open.forEach(fd -> targets.put(fd, readLink(fd)));
        }
        return targets;
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
