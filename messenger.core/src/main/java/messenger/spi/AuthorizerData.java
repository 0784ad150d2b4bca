package messenger.spi;

import java.util.Objects;

/**
 * Bytes by which a dialler proves who it is.
 *
 * @param protocol 0 and 1 for none, 2 for cephx, others by agreement
 * @param bytes not to be changed
 */
public record AuthorizerData(int protocol, byte[] bytes) {
    /** No proof at all: what a monitor expects. */
    public static final AuthorizerData NOTHING = new AuthorizerData(0, new byte[0]);

    public AuthorizerData {
        Objects.requireNonNull(bytes, "bytes");
    }
}
