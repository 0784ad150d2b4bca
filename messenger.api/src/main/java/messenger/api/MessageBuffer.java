package messenger.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Memory for the content of messages, from {@link Messenger#buffer}. Where {@link #isRegistered} it comes from a pool, and a
 * transport that can sends it without a copy; otherwise it lies on the heap, and is used in the same way.
 *
 * <p>It is filled, sent and closed, at once if the application is done with it: what was accepted keeps the memory until it
 * has been sent. It must not be written to after it was sent. Thread safe.
 *
 * <pre>{@code
 * try (MessageBuffer buffer = messenger.buffer(1 << 20)) {
 *     ByteBuffer data = buffer.bytes();
 *     while (data.hasRemaining() && file.read(data) >= 0) {}
 *     connection.send(Message.builder(2001).data(data.flip()).build());
 * }
 * }</pre>
 */
@ProviderType
public interface MessageBuffer extends AutoCloseable {
    /**
     * A view of all of it: little endian, position 0, with bytes of no meaning until they are written. Views are shared
     * memory with positions of their own.
     *
     * @throws IllegalStateException if it was closed. A view that was taken before may throw then too, and never shows
     *     bytes of anybody else
     */
    ByteBuffer bytes();

    /** Whether it is pooled memory that devices and other processes can be given. */
    boolean isRegistered();

    /** Gives it up; further calls do nothing. */
    @Override
    void close();
}
