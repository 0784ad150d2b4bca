package messenger.simple;

/** Tags that begin the frames of an open link (messenger v1: CEPH_MSGR_TAG_*). */
final class FrameTag {
    /** Ends the session; nothing follows. */
    static final int CLOSE = 6;

    /** Header, sections and footer of a message follow. */
    static final int MSG = 7;

    /** The u64 number of the last message received follows. */
    static final int ACK = 8;

    /** A sign of life without answer; nothing follows. */
    static final int KEEPALIVE = 9;

    /** A time stamp follows, u32 seconds and u32 nanoseconds. */
    static final int KEEPALIVE2 = 14;

    /** Answers KEEPALIVE2; the time stamp that it carried follows. */
    static final int KEEPALIVE2_ACK = 15;

    private FrameTag() {}
}
