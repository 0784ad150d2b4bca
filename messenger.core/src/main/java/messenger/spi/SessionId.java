package messenger.spi;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * What tells a session apart from all others, and is known to its two sides only: 128 bits that cannot be guessed. Made by
 * the side that dials the first link, and told there; links that resume the session show it.
 */
public record SessionId(long high, long low) {
    /** Bytes on the wire. */
    public static final int LENGTH = 2 * Long.BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    public static SessionId random() {
        return new SessionId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** Reads one at a buffer's position, in the order of the buffer. */
    public static SessionId decode(ByteBuffer from) {
        long high = from.getLong();
        return new SessionId(high, from.getLong());
    }

    /** Appends it to a buffer, in the order of the buffer. */
    public void encode(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    /** Compares in the same time whatever the bits. */
    public boolean matches(SessionId other) {
        return other != null && ((high ^ other.high) | (low ^ other.low)) == 0;
    }

    /** Nothing of it, so that logs tell nobody. */
    @Override
    public String toString() {
        return "session id";
    }
}
