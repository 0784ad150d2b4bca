package messenger.xio;

import java.util.function.LongSupplier;
import messenger.spi.support.LinkFaultException;

/**
 * Credits of both sides of a link: each grants the other as many datagrams as it keeps receive buffers for, and grants each
 * again when it has read it. Guarded by its {@link XioWriter}.
 */
final class Credits {
    /**
     * Receive buffers beyond those that are granted: datagrams that only return credits use none. One is sent when half
     * of the credits can be returned, hence a peer can have caused two that this side has not read, and one that is late.
     * A dialler sends one more while its HELLO has no answer.
     */
    static final int RESERVE = 4;

    private final LongSupplier clock;
    /** Of each side, at most. */
    private int granted;

    /** Datagrams that this side may send. */
    private int left;
    /** When it was first noticed that none were left, by the clock; 0 while some are. */
    private long starvedSince;
    /** Datagrams of the peer whose credits it has not got back. */
    private int unreturned;
    /** How many of them have been read. */
    private int read;

    /** None yet; with {@code clock}, monotonic nanoseconds. */
    Credits(LongSupplier clock) {
        this.clock = clock;
    }

    /** Both sides know how many credits there are. */
    void open(int count) {
        granted = count;
        left = count;
    }

    /** Uses one up, if there is one. */
    boolean spend() {
        if (left == 0) {
            starvedSince = starvedSince == 0 ? clock.getAsLong() | 1 : starvedSince;
            return false;
        }
        left--;
        return true;
    }

    /** What was spent was not needed. */
    void unspend() {
        left++;
    }

    /** The peer has returned some. */
    void returned(int count, String peer) throws LinkFaultException {
        if (count > granted - left) {
            throw LinkFaultException.protocol(
                    peer,
                    "returns " + count + " credits, but only " + (granted - left)
                            + " are out; it is faulty or hostile, the link has to be made anew");
        }
        left += count;
        starvedSince = 0;
    }

    /** The peer has used one up. */
    void taken(String peer) throws LinkFaultException {
        if (unreturned == granted) {
            throw LinkFaultException.protocol(
                    peer,
                    "sent more than the " + granted + " datagrams that it had credits for; it is faulty or hostile, the"
                            + " link has to be made anew");
        }
        unreturned++;
    }

    /** So many datagrams of the peer have been read. */
    void read(int count) {
        read += count;
    }

    /** Whether those that were read are worth a datagram of their own. */
    boolean isWorthReturning() {
        return read > 0 && 2 * read >= granted;
    }

    /** Those that go back to the peer now. */
    int takeRead() {
        int count = read;
        unreturned -= count;
        read = 0;
        return count;
    }

    /** For how long there has been something to send and none left, in nanoseconds; 0 if that is not so. */
    long starvedFor() {
        return starvedSince == 0 ? 0 : clock.getAsLong() - starvedSince;
    }
}
