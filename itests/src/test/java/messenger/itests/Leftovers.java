package messenger.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a transport could leave behind in this process. */
final class Leftovers {
    private static final String THREADS = "messenger-simple";

    private Leftovers() {}

    static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(THREADS))
                .forEach(names::add);
        return names;
    }

    /** Open sockets, selectors and event descriptors, but for the one that Java keeps from its first socket on. */
    static Set<String> descriptors() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : open.toList()) {
                String target = readLink(fd);
                if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
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
