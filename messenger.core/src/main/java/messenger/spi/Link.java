package messenger.spi;

import java.nio.ByteBuffer;
import messenger.api.WireTap;
import messenger.api.dto.LinkDTO;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One connection of one transport, which carries one session. Core calls the methods that write ({@link #connect} to
 * {@link #flushSoon}) one at a time; the others come from any thread. No method waits, and calls after the link has closed
 * do nothing.
 */
@ConsumerType
public interface Link {
    /** Sends a connect; the link then expects a reply. Dialling side. */
    void connect(Connect connect);

    /**
     * Sends a reply to a connect. After {@link ReplyTag#SEQ} the link expects the peer's sequence number, after {@link
     * ReplyTag#READY} the stream of frames, else another connect. Accepting side.
     */
    void reply(ConnectReply reply);

    /** Sends one's own in_seq: behind a SEQ reply (accepting side), or in answer to it (dialling side). */
    void seq(long inSeq);

    /**
     * Takes a message for sending. The frame may wait in the link until {@link #flush}.
     *
     * @return false if the link cannot take it now: core offers it again after {@link LinkHandler#writable}
     */
    boolean send(OutgoingMessage message);

    /** Acknowledges all messages up to {@code seq}. */
    void ack(long seq);

    /** Sends a keepalive with a time stamp of this side's clock. */
    void keepalive(KeepaliveStamp stamp);

    /** Answers a keepalive with the stamp it carried. */
    void keepaliveAck(KeepaliveStamp stamp);

    /**
     * Sends a control frame: what core says to the peer's core, on a link where both sides have said that they take such
     * frames. It has no number and is not sent again.
     *
     * @param content 1 to {@link ControlFrame#MAX} bytes, of which no position moves
     */
    void control(ByteBuffer content);

    /** Gives the network all it takes now of what was written. */
    void flush();

    /**
     * Has the link's own thread {@link #flush} soon: for those who send more at once, so that one call of the system takes
     * many messages.
     */
    default void flushSoon() {
        flush();
    }

    /**
     * Has the reading thread run a task when it finds nothing to read for the moment, or a little later if that does not come;
     * called by that thread. For what need not be sent by itself if something else is sent soon. A link that has closed may
     * drop it.
     */
    default void whenIdle(Runnable task) {
        task.run();
    }

    /** Has the reading thread call {@link LinkHandler#resume} soon. */
    void resumeReading();

    /** Closes the link for the reason given; {@link LinkHandler#closed} is called with the first fault, once. */
    void close(LinkFault fault);

    /**
     * Reports the link's bytes to a tap from now on, and first those of its handshake so far; does nothing if it does so
     * already. A link that exchanges no bytes reports nothing. Called before a link's first byte if the tap is open by then.
     */
    default void tap(WireTap tap) {}

    /** Ends what {@link #tap} began. */
    default void untap(WireTap tap) {}

    LinkDTO state();
}
