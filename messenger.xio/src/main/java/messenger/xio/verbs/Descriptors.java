package messenger.xio.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import messenger.xio.posix.Descriptor;

/** File descriptors that librdmacm and libibverbs have opened. */
final class Descriptors {
    private Descriptors() {}

    static void dontBlock(int descriptor) throws IOException {
        new Descriptor(descriptor).nonBlocking();
    }

    /** What a descriptor of this process is open on, or what is wrong with it. */
    static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
        } catch (IOException e) {
            return "nothing";
        }
    }
}
