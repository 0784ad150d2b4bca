package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A counted message that the server sends back as it is.
 *
 * @param tag names the run of the client that sends it, at most {@value #MAX_TAG} bytes of UTF-8
 * @param counter number within the run, from 0
 * @param sentNanos when it was sent, or was due to be, by the client's {@link System#nanoTime()}
 * @param data payload, at most {@value #MAX_DATA} bytes, read from position to limit
 */
public record DataPing(String tag, long counter, long sentNanos, ByteBuffer data) {
    /** Longest tag in bytes. */
    public static final int MAX_TAG = 256;

    /** Largest payload in bytes. */
    public static final int MAX_DATA = 64 << 20;

    public DataPing {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(data, "data");
        if (counter < 0 || counter == Long.MAX_VALUE) {
            throw new IllegalArgumentException("counter " + counter + " is not in 0.." + (Long.MAX_VALUE - 1));
        }
        if (data.remaining() > MAX_DATA) {
            throw new IllegalArgumentException("data of " + data.remaining() + " bytes; allowed: at most " + MAX_DATA);
        }
    }
}
