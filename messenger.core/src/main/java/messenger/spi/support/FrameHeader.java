package messenger.spi.support;

import messenger.api.MessageHeader;

/**
 * A header that has passed its checks.
 *
 * @param message all its fields but the lengths
 * @param front bytes of the front section that follows
 * @param middle bytes of the middle section
 * @param data bytes of the data section
 */
public record FrameHeader(MessageHeader message, int front, int middle, int data) {
    /** Bytes of all sections. */
    public long length() {
        return (long) front + middle + data;
    }
}
