package messenger.spi;

import java.nio.ByteBuffer;
import messenger.api.EntityAddress;
import messenger.api.MessageHeader;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a link reports. Calls come from the link's reading thread, {@link #writable} from any; after {@code closed} there
 * are no more.
 */
@ProviderType
public interface LinkHandler {
    /**
     * The address to announce on this link: the endpoint's, or that of a session which presents itself as a party of its
     * own. Its IP is the wildcard while it is unknown. May be asked by any thread.
     */
    EntityAddress address();

    /**
     * The parties have exchanged addresses.
     *
     * @param peer the peer as it announces itself; the IP is the observed one where it announced none
     * @param observed this side as the peer sees it, or null if the peer did not say
     */
    void identified(EntityAddress peer, EntityAddress observed);

    /** A connect arrived. The link reads nothing further until core answers. */
    void connectReceived(Connect connect);

    /** A reply arrived. After SEQ the link reads the peer's number next, after READY the stream, else it waits. */
    void replyReceived(ConnectReply reply);

    /**
     * The peer's in_seq arrived. The dialling side reads nothing further until core has answered with {@link Link#seq};
     * then, and on the accepting side at once, the stream of frames begins.
     */
    void seqReceived(long inSeq);

    /**
     * A message header arrived, valid by itself and within the transport's maxima. The link asks again after {@link
     * #resume} if the answer was no, and reads nothing meanwhile.
     *
     * @param length bytes of all sections
     * @return whether the sections may be read now
     */
    boolean admit(MessageHeader header, long length);

    /** A message arrived whole, with its CRCs right; it follows the {@link #admit} that said yes. */
    void messageReceived(IncomingMessage message);

    void ackReceived(long seq);

    void keepaliveReceived(KeepaliveStamp stamp);

    void keepaliveAckReceived(KeepaliveStamp stamp);

    /**
     * A control frame arrived, whole. The content is read before this returns.
     *
     * @param content 1 to {@link ControlFrame#MAX} bytes
     */
    void controlReceived(ByteBuffer content);

    /** The peer asked to end the session for good. */
    void closeReceived();

    /**
     * All frames that arrived together have been reported; acknowledgements, and what was sent meanwhile on the reading
     * thread, go out now, in one piece. A link that has closed need not say so.
     */
    void batchEnd();

    /** Answers {@link Link#resumeReading}; what was refused by {@link #admit} is asked again after it. */
    void resume();

    /** The link that refused a message or could not flush takes more now. */
    void writable();

    /**
     * The link has closed. Its last call, on the reading thread, or on another once the reading thread makes no further
     * call for this link.
     */
    void closed(LinkFault fault);
}
