package messenger.bench.system;

import java.nio.ByteBuffer;

/** A conversation between two processes, in order both ways. Used by one thread at a time. */
public interface Channel {
    /**
     * Sends a payload, and waits while the system takes no more. Outside of {@link Receiver#received}, it need not leave
     * before {@link #flush}; inside, the system sees to that when what arrived together has been received.
     *
     * @param length bytes of the payload
     * @param payload is asked once, before this returns, to write it to where the system wants it
     */
    void send(int length, Payload payload);

    /**
     * Sends what is being received back as it is; inside {@link Receiver#received} only.
     *
     * @param received what was given there, untouched
     */
    void sendBack(ByteBuffer received);

    /** Has what was sent leave now. */
    void flush();
}
