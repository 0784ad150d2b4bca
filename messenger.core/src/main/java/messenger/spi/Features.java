package messenger.spi;

/** Feature bits that change what a link or a session does. Numbers as in Ceph. */
public final class Features {
    /** A successful reply is SEQ instead of READY, and both sides exchange their in_seq. */
    public static final long RECONNECT_SEQ = 1L << 6;

    /** Message footers have a signature field. */
    public static final long MSG_AUTH = 1L << 23;

    /** Keepalives carry a time stamp and are answered. */
    public static final long KEEPALIVE2 = 1L << 42;

    private Features() {}
}
