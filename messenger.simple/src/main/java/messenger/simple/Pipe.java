package messenger.simple;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import messenger.api.EntityAddress;
import messenger.spi.AddressCodec;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkHandler;
import messenger.spi.MessageMemory;
import messenger.spi.ReplyTag;
import messenger.spi.support.FrameChecks;
import messenger.spi.support.IncomingFrame;
import messenger.spi.support.LinkFaultException;

/**
 * What one socket receives, as a state machine (messenger v1: banner, addresses, connect, connect_reply, frames).
 *
 * <pre>
 * acceptor: BANNER - ADDRESS - CONNECT [CONNECT_AUTHORIZER] - AWAIT_REPLY -+- PEER_SEQ (SEQ) --+- TAG
 *                              ^                                           +- TAG (READY)      |
 *                              +-------------------------------------------+ (any other)       |
 * dialler:  BANNER - ADDRESSES - AWAIT_CONNECT - REPLY [REPLY_AUTHORIZER] -+- PEER_SEQ - AWAIT_SEQ - TAG
 *                                ^                                         +- TAG (READY)
 *                                +-----------------------------------------+ (any other)
 * stream:   TAG -+- ACK | KEEPALIVE2 | KEEPALIVE2_ACK ----- TAG
 *                +- HEADER - ADMISSION - SECTIONS - FOOTER - TAG
 * </pre>
 *
 * <p>In the states AWAIT_* core is to answer, in ADMISSION it may refuse; nothing is taken from the input meanwhile.
 * Confined to the thread of the link's event loop. Does no I/O.
 */
final class Pipe {
    private final boolean dialling;
    private final PipeHost host;
    private final LinkHandler handler;
    private final SimpleSettings settings;
    private final Negotiation negotiation;
    private final IncomingFrame frame;
    private PipeState state = PipeState.BANNER;
    /** Bytes of the authorizer behind the connect or reply that is at the head of the input. */
    private int authorizerLength;

    /** Read by any thread. */
    private volatile boolean refused;

    private boolean reported;
    private boolean frameWanted = true;

    Pipe(
            boolean dialling,
            PipeHost host,
            LinkHandler handler,
            MessageMemory memory,
            SimpleSettings settings,
            Negotiation negotiation,
            Crc32c crc) {
        this.dialling = dialling;
        this.host = host;
        this.handler = handler;
        this.settings = settings;
        this.negotiation = negotiation;
        this.frame = new IncomingFrame(memory, new FrameChecks(settings.frameRules(), crc));
    }

    PipeState state() {
        return state;
    }

    private void state(PipeState next) {
        state = next;
    }

    /** Whether core is to answer before any input is taken. */
    boolean isWaiting() {
        return state.isAwait();
    }

    /** Whether the link is closing, so that no input is taken any more. */
    boolean isClosing() {
        return host.isClosing();
    }

    /** Whether core refused the message whose header has arrived. */
    boolean isRefused() {
        return refused;
    }

    /** Whether frames were reported since this was last asked. */
    boolean takeReported() {
        boolean value = reported;
        reported = false;
        return value;
    }

    /** Has the host told where the next frame begins. */
    void tellFrame() {
        frameWanted = true;
    }

    /** Core has sent a connect. */
    void connectSent() {
        advance(PipeState.AWAIT_CONNECT, PipeState.REPLY);
    }

    /** Core has sent a reply. */
    void replySent(ReplyTag tag) {
        advance(
                PipeState.AWAIT_REPLY,
                switch (tag) {
                    case SEQ -> PipeState.PEER_SEQ;
                    case READY -> PipeState.TAG;
                    default -> PipeState.CONNECT;
                });
    }

    /** The dialling side's core has sent its sequence number. */
    void seqSent() {
        advance(PipeState.AWAIT_SEQ, PipeState.TAG);
    }

    private void advance(PipeState expected, PipeState next) {
        if (state != expected) {
            throw new IllegalStateException(
                    "link to " + host.peer() + " is in state " + state + ", which " + next + " cannot follow");
        }
        state(next);
    }

    /** Memory to read into from the socket, followed by {@link #process} with no input; null if there is none. */
    ByteBuffer target() {
        return state == PipeState.SECTIONS ? frame.target() : null;
    }

    /** Asks again what core refused. */
    void retryAdmission() {
        refused = false;
    }

    /** Forgets a message that is half received. */
    void release() {
        frame.reset();
    }

    /**
     * Takes all it can of the input; the rest is to be offered again, with more behind it.
     *
     * @param in little endian
     */
    void process(ByteBuffer in) throws LinkFaultException {
        while (!state.isAwait() && !refused && !host.isClosing() && in.remaining() >= state.least() && step(in)) {
            // each step moves to the next state
        }
    }

    /** Returns false if the input is too short. */
    private boolean step(ByteBuffer in) throws LinkFaultException {
        switch (state) {
            case BANNER -> banner(in);
            case ADDRESS -> {
                EntityAddress announced = address(in);
                state(PipeState.CONNECT);
                host.addressed(announced, null);
            }
            case ADDRESSES -> {
                EntityAddress announced = address(in);
                EntityAddress observed = address(in);
                state(PipeState.AWAIT_CONNECT);
                host.addressed(announced, observed);
            }
            case CONNECT -> {
                int session = ConnectCodec.connectSessionLength(in, in.position());
                authorizerLength =
                        authorizer(ConnectCodec.connectAuthorizerLength(in, in.position()) - session) + session;
                state(PipeState.CONNECT_AUTHORIZER);
            }
            case CONNECT_AUTHORIZER -> {
                return connect(in);
            }
            case REPLY -> {
                authorizerLength = authorizer(ConnectCodec.replyAuthorizerLength(in, in.position()));
                state(PipeState.REPLY_AUTHORIZER);
            }
            case REPLY_AUTHORIZER -> {
                return reply(in);
            }
            case PEER_SEQ -> {
                long seq = in.getLong();
                state(dialling ? PipeState.AWAIT_SEQ : PipeState.TAG);
                handler.seqReceived(seq);
            }
            case TAG -> {
                if (frameWanted) {
                    frameWanted = false;
                    host.frame(in);
                }
                tag(Byte.toUnsignedInt(in.get()));
            }
            case ACK -> {
                state(PipeState.TAG);
                reported = true;
                handler.ackReceived(in.getLong());
            }
            case KEEPALIVE2 -> {
                state(PipeState.TAG);
                reported = true;
                handler.keepaliveReceived(stamp(in));
            }
            case KEEPALIVE2_ACK -> {
                state(PipeState.TAG);
                reported = true;
                handler.keepaliveAckReceived(stamp(in));
            }
            case HEADER -> {
                frame.takeHeader(in, host.peer());
                state(PipeState.ADMISSION);
            }
            case ADMISSION -> {
                refused = !frame.isControl()
                        && !handler.admit(
                                frame.header().message(), frame.header().length());
                if (!refused) {
                    state(PipeState.SECTIONS);
                }
            }
            case SECTIONS -> {
                if (!frame.takeSections(in)) {
                    return false;
                }
                state(PipeState.FOOTER);
            }
            case FOOTER -> {
                return footer(in);
            }
            case AWAIT_CONNECT, AWAIT_REPLY, AWAIT_SEQ -> {
                return false;
            }
        }
        return true;
    }

    private void banner(ByteBuffer in) throws LinkFaultException {
        byte[] banner = new byte[Handshake.BANNER_LENGTH];
        in.get(banner);
        if (!Handshake.isBanner(banner)) {
            String text = new String(banner, StandardCharsets.ISO_8859_1);
            throw LinkFaultException.protocol(
                    host.peer(),
                    "begins with '" + text.replaceAll("[^ -~]", "?") + "' instead of '" + Handshake.BANNER_TEXT + "'; "
                            + (text.startsWith("ceph v2")
                                    ? "it speaks messenger v2: give it a v1: address, or this side its v1 port"
                                    : "it does not speak messenger v1: check the address"));
        }
        state(dialling ? PipeState.ADDRESSES : PipeState.ADDRESS);
    }

    private EntityAddress address(ByteBuffer in) throws LinkFaultException {
        try {
            return AddressCodec.decode(EntityAddress.TCP, in);
        } catch (IllegalArgumentException e) {
            throw LinkFaultException.protocol(
                    host.peer(), e.getMessage() + "; check that the peer binds an IPv4 or IPv6 address");
        }
    }

    private int authorizer(long claimed) throws LinkFaultException {
        if (claimed > settings.authorizerMax()) {
            throw LinkFaultException.protocol(
                    host.peer(),
                    "claims an authorizer of " + claimed + " bytes, more than the " + settings.authorizerMax()
                            + " allowed; if it is meant, raise authorizer.max of messenger.simple");
        }
        return (int) claimed;
    }

    private boolean connect(ByteBuffer in) {
        int length = ConnectCodec.CONNECT_LENGTH + authorizerLength;
        if (in.remaining() < length) {
            return false;
        }
        var connect = ConnectCodec.decodeConnect(in, in.position(), authorizerLength);
        in.position(in.position() + length);
        negotiation.offer(connect.features());
        state(PipeState.AWAIT_REPLY);
        handler.connectReceived(connect);
        return true;
    }

    private boolean reply(ByteBuffer in) throws LinkFaultException {
        int length = ConnectCodec.REPLY_LENGTH + authorizerLength;
        if (in.remaining() < length) {
            return false;
        }
        int code = ConnectCodec.replyTag(in, in.position());
        ReplyTag tag = ReplyTag.ofCode(code);
        if (tag == null) {
            throw LinkFaultException.protocol(
                    host.peer(), "answers a connect with unknown tag " + code + "; check that it speaks messenger v1");
        }
        ConnectReply reply = ConnectCodec.decodeReply(in, in.position(), tag, authorizerLength);
        in.position(in.position() + length);
        switch (tag) {
            case SEQ -> {
                negotiation.settle(reply.features());
                state(PipeState.PEER_SEQ);
            }
            case READY -> {
                negotiation.settle(reply.features());
                state(PipeState.TAG);
            }
            default -> state(PipeState.AWAIT_CONNECT);
        }
        handler.replyReceived(reply);
        return true;
    }

    private void tag(int tag) throws LinkFaultException {
        switch (tag) {
            case FrameTag.MSG -> state(PipeState.HEADER);
            case FrameTag.ACK -> state(PipeState.ACK);
            case FrameTag.KEEPALIVE2 -> state(PipeState.KEEPALIVE2);
            case FrameTag.KEEPALIVE2_ACK -> state(PipeState.KEEPALIVE2_ACK);
            case FrameTag.KEEPALIVE -> reported = true;
            case FrameTag.CLOSE -> {
                reported = true;
                handler.closeReceived();
            }
            default ->
                throw LinkFaultException.protocol(
                        host.peer(),
                        "sent unknown tag " + tag + "; the stream is broken, the link has to be made anew");
        }
    }

    private static KeepaliveStamp stamp(ByteBuffer in) {
        int seconds = in.getInt();
        return new KeepaliveStamp(seconds, in.getInt());
    }

    private boolean footer(ByteBuffer in) throws LinkFaultException {
        boolean signature = negotiation.signature();
        if (in.remaining() < FooterCodec.length(signature)) {
            return false;
        }
        boolean control = frame.isControl();
        var message = frame.takeFooter(in, signature, host.peer());
        state(PipeState.TAG);
        reported = true;
        if (control) {
            handler.controlReceived(message.sections().front());
        } else {
            handler.messageReceived(message);
        }
        return true;
    }
}
