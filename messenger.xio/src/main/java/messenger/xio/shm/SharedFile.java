package messenger.xio.shm;

import java.io.IOException;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Memfd;

/** Decides whether a file that a peer has passed can be mapped: a read of it must never fail. */
final class SharedFile {
    private SharedFile() {}

    static void check(String what, Descriptor file, long length, int seals) throws IOException {
        int present = Memfd.seals(file);
        if ((present & seals) != seals) {
            throw new RingFault(what + " has the seals " + present + " instead of " + seals
                    + ": a memfd that its owner can truncate is refused");
        }
        Memfd.Status status = Memfd.status(file);
        if (status.size() < length || status.allocated() < length) {
            throw new RingFault(what + " has " + status.size() + " bytes, " + status.allocated()
                    + " of them allocated, instead of " + length);
        }
    }
}
