package messenger.xio.verbs;

/** Error numbers of Linux that RDMA calls answer, and what they say. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNRESET = 104;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;

    private Errno() {}

    /** Such as {@code address in use (errno 98)}. */
    public static String text(int errno) {
        String text =
                switch (errno) {
                    case EPERM -> "operation not permitted";
                    case ENOENT -> "no such file";
                    case EIO -> "input/output error";
                    case EAGAIN -> "temporarily unavailable";
                    case ENOMEM -> "no memory, or more than may be locked";
                    case EACCES -> "permission denied";
                    case EBUSY -> "busy";
                    case ENODEV -> "no such RDMA device";
                    case EINVAL -> "invalid argument";
                    case EMFILE -> "too many open files";
                    case EADDRINUSE -> "address in use";
                    case EADDRNOTAVAIL -> "no such local address";
                    case ENETUNREACH -> "network unreachable";
                    case ECONNRESET -> "connection reset";
                    case ENOTCONN -> "not connected";
                    case ETIMEDOUT -> "timed out";
                    case ECONNREFUSED -> "connection refused";
                    case EHOSTUNREACH -> "no route to host";
                    default -> "error";
                };
        return text + " (errno " + errno + ")";
    }
}
