package messenger.api;

/** What became of an attempt to send. */
public enum SendResult {
    /** The session has the message now, and the guarantees of its policy hold for it. */
    ACCEPTED,
    /** The session's or the process's store is full; nothing was taken, try again later. */
    BACK_PRESSURED,
    /** The session has ended: marked down, reset, a lossy one that failed, or its endpoint shut down. */
    CLOSED
}
