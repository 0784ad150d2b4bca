package messenger.xio.posix;

import java.io.IOException;

/** A call of the C library failed. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param operation what failed and on what, such as {@code bind /tmp/x.sock}
     * @param errno one of {@link Errno}
     */
    public PosixException(String operation, int errno) {
        super(operation + ": " + Errno.text(errno) + " (" + Errno.name(errno) + ")");
        this.errno = errno;
    }

    /** One of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** The same failure with what can be done about it. */
    public PosixException withRemedy(String remedy) {
        return new PosixException(this, remedy);
    }

    private PosixException(PosixException cause, String remedy) {
        super(cause.getMessage() + "; " + remedy, cause);
        errno = cause.errno;
    }
}
