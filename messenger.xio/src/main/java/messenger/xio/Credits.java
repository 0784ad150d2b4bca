package messenger.xio;

/**
 * How credits work: each side grants the other as many datagrams as it keeps receive buffers for, and grants each again
 * when it has read it.
 */
final class Credits {
    /**
     * Receive buffers beyond those that are granted: datagrams that only return credits use none. One is sent when half
     * of the credits can be returned, hence a peer can have caused two that this side has not read, and one that is late.
     */
    static final int RESERVE = 4;

    private Credits() {}

    /** Whether so many read datagrams are worth a datagram of their own. */
    static boolean worthReturning(int read, int granted) {
        return 2 * read >= granted;
    }
}
