package messenger.xio.verbs;

import java.io.IOException;

/** A call of librdmacm or libibverbs that failed. */
public final class VerbsException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    VerbsException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** The call's error number, 0 if it gave none. */
    public int errno() {
        return errno;
    }
}
