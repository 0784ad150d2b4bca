package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import messenger.xio.posix.Identity;

/** Where the sockets of listeners are, and whose processes may meet there. Thread safe. */
final class SocketDirectory {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int ACCESSIBLE_BY_OTHERS = 077;
    private static final int PERMISSIONS = 0777;

    private final Path path;
    private final Set<Integer> users;
    private final int own = Identity.uid();

    /**
     * @param users numbers of other users whose processes may connect
     */
    SocketDirectory(Path path, Set<Integer> users) {
        this.path = path.toAbsolutePath().normalize();
        this.users = Set.copyOf(users);
    }

    /** Makes it if it is not there, and checks it. */
    void create() throws IOException {
        try {
            Files.createDirectory(path);
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(users.isEmpty() ? "rwx------" : "rwx--x--x"));
        } catch (FileAlreadyExistsException e) {
            check();
        } catch (IOException e) {
            throw new IOException(
                    "the directory " + path + " of the sockets of shared memory cannot be made: " + e
                            + "; make it, or configure another",
                    e);
        }
    }

    /** Refuses a directory in which others could put sockets. One that is not there is fine. */
    void check() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        int uid = (Integer) found.get("uid");
        int mode = (Integer) found.get("mode") & PERMISSIONS;
        int forbidden = users.isEmpty() ? ACCESSIBLE_BY_OTHERS : WRITABLE_BY_OTHERS;
        String wrong = null;
        if (!(Boolean) found.get("isDirectory")) {
            wrong = "is not a directory";
        } else if (!allows(uid)) {
            wrong = "belongs to user " + uid + ", this process to user " + own;
        } else if ((mode & forbidden) != 0) {
            wrong = "has the mode 0" + Integer.toOctalString(mode) + ", which lets others in";
        }
        if (wrong != null) {
            throw new IOException("the directory " + path + " of the sockets of shared memory " + wrong
                    + "; remove it, set its mode to 0" + (users.isEmpty() ? "700" : "711") + ", or configure another");
        }
    }

    boolean allows(int uid) {
        return isOwn(uid) || users.contains(uid);
    }

    boolean isOwn(int uid) {
        return uid == own;
    }

    /** Whether processes of other users may connect. */
    boolean isShared() {
        return !users.isEmpty();
    }

    /** The socket of who listens at that address. */
    Path socket(InetSocketAddress address) {
        return path.resolve(name(address) + ".sock");
    }

    /** The file that is locked by who listens at that address. */
    Path lock(InetSocketAddress address) {
        return path.resolve(name(address) + ".lock");
    }

    private static String name(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the address " + address + " is not resolved; give an IP address");
        }
        return "xio-" + address.getAddress().getHostAddress() + "-" + address.getPort();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
