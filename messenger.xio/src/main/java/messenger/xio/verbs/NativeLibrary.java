package messenger.xio.verbs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A shared library of the system, loaded until its arena ends. */
final class NativeLibrary {
    private final String name;
    private final SymbolLookup symbols;

    /** @param packages from which it can be had, for the message if it is missing */
    @SuppressWarnings("restricted")
    NativeLibrary(String name, String packages, Arena arena) throws IOException {
        this.name = name;
        try {
            symbols = SymbolLookup.libraryLookup(name, arena);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "There is no " + name + " that this JVM can load; install " + packages + ", for this processor ("
                            + System.getProperty("os.arch") + "), or leave RDMA out",
                    e);
        }
    }

    NativeCall call(String function, int arguments, boolean pointer) throws IOException {
        return new NativeCall(function, find(function), arguments, pointer);
    }

    /** A function, while the library is loaded. */
    MemorySegment find(String function) throws IOException {
        return symbols.find(function)
                .orElseThrow(() -> new IOException(name + " (" + path(name) + ") has no function " + function
                        + ", which rdma-core 44 has; install rdma-core 22 or later"));
    }

    /** Whether it is in this process, whoever has loaded it. */
    static boolean loaded(String name) {
        return !path(name).equals(name);
    }

    /** The file that was loaded, whose name ends with the release of rdma-core, or the name where it is not known. */
    static String path(String name) {
        String stem = name.substring(0, name.indexOf(".so"));
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            List<String> paths = maps.filter(line -> line.contains("/" + stem + ".so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
            return paths.isEmpty() ? name : paths.getFirst();
        } catch (IOException e) {
            return name;
        }
    }
}
