package messenger.spi.support;

import messenger.api.MessageHeader;

/** A header that has passed its checks. One object serves all messages of a link, one after the other. */
public final class FrameHeader {
    private MessageHeader message;
    private int front;
    private int middle;
    private int data;

    FrameHeader() {}

    void set(MessageHeader newMessage, int newFront, int newMiddle, int newData) {
        message = newMessage;
        front = newFront;
        middle = newMiddle;
        data = newData;
    }

    /** All its fields but the lengths. */
    public MessageHeader message() {
        return message;
    }

    /** Bytes of the front section that follows. */
    public int front() {
        return front;
    }

    /** Bytes of the middle section. */
    public int middle() {
        return middle;
    }

    /** Bytes of the data section. */
    public int data() {
        return data;
    }

    /** Bytes of all sections. */
    public long length() {
        return (long) front + middle + data;
    }
}
