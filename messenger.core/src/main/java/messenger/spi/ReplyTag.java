package messenger.spi;

/** Answers to a connect, with their messenger v1 codes. */
public enum ReplyTag {
    READY(1),
    RESETSESSION(2),
    WAIT(3),
    RETRY_SESSION(4),
    RETRY_GLOBAL(5),
    BADPROTOVER(10),
    BADAUTHORIZER(11),
    FEATURES(12),
    SEQ(13),
    CHALLENGE_AUTHORIZER(16);

    private final int code;

    ReplyTag(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The tag with this code, or null if there is none. */
    public static ReplyTag ofCode(int code) {
        for (ReplyTag tag : values()) {
            if (tag.code == code) {
                return tag;
            }
        }
        return null;
    }
}
