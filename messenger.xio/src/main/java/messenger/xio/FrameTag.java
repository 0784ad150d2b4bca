package messenger.xio;

/** First byte of each frame. Where messenger v1 has the frame too, with its number. */
final class FrameTag {
    /** Addresses: both sides, first. */
    static final int HELLO = 1;

    static final int CONNECT = 2;
    static final int REPLY = 3;

    /** The data of a message has been fetched: its memory may be used again. */
    static final int FETCHED = 4;

    /** No reply will be written to the room of a request. */
    static final int NO_REPLY = 5;

    static final int CLOSE = 6;
    static final int MSG = 7;
    static final int ACK = 8;
    static final int SEQ = 13;
    static final int KEEPALIVE2 = 14;
    static final int KEEPALIVE2_ACK = 15;

    private FrameTag() {}
}
