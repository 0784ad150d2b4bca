package messenger.spi;

/**
 * Time stamp of a keepalive: opaque to whoever echoes it.
 *
 * @param seconds unsigned 32 bits
 * @param nanos unsigned 32 bits
 */
public record KeepaliveStamp(int seconds, int nanos) {}
