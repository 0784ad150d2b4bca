package messenger.xio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sockets of shared memory lie by default: one directory for each user, below the directory of temporary files. */
final class ShmDirectory {
    private ShmDirectory() {}

    /** The directory of the user that runs this process; it may not exist yet. */
    static Path ofThisUser() {
        return Path.of(System.getProperty("java.io.tmpdir"), "messenger-" + uid());
    }

    private static Object uid() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/self cannot be read, by which the user is found; mount /proc", e);
        } catch (UnsupportedOperationException e) {
            return System.getProperty("user.name");
        }
    }
}
