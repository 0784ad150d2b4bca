package messenger.xio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.api.EntityAddress;
import messenger.spi.AddressCodec;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.HeaderCodec;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkHandler;
import messenger.spi.MemoryLease;
import messenger.spi.ReplyTag;
import messenger.spi.support.FrameHeader;
import messenger.spi.support.IncomingFrame;
import messenger.spi.support.LinkFaultException;

/**
 * What one link receives, as a state machine over the stream of frames. The dialler has said HELLO when it begins.
 *
 * <pre>
 * acceptor: HELLO - CONNECT [AUTHORIZER] - AWAIT_REPLY -+- PEER_SEQ (SEQ) --+- FRAME
 *                     ^                                  +- FRAME (READY)    |
 *                     +----------------------------------+ (any other)       |
 * dialler:  HELLO - AWAIT_CONNECT - REPLY [AUTHORIZER] -+- PEER_SEQ - AWAIT_SEQ - FRAME
 *                     ^                                  +- FRAME (READY)
 *                     +----------------------------------+ (any other)
 * stream:   FRAME - ADMISSION [FETCHING] - SECTIONS - FOOTER - FRAME
 * </pre>
 *
 * <p>In the states AWAIT_*, ADMISSION and FETCHING nothing is taken from the input. Except for authorizers and sections,
 * what is read in one step lies in one datagram. Confined to the worker thread of its portal; does no I/O.
 */
final class XioReader {
    private static final int HELLO_LENGTH = Byte.BYTES + AddressCodec.LENGTH;
    private static final int STAMP_LENGTH = 2 * Integer.BYTES;

    private final boolean dialling;
    private final XioHost host;
    private final LinkHandler handler;
    private final IncomingFrame frame;
    private final int authorizerMax;
    private XioState state = XioState.HELLO;
    /** A connect or a reply that is being collected, up to its announced length. */
    private ByteBuffer collected;

    /** The message whose header has arrived: where its data is to be fetched, or null. */
    private DataPlace place;

    /** Whether its data has been written to the room of its request. */
    private boolean written;

    /** Where the data of its reply may be written, or null. */
    private DataPlace replyRoom;

    /** Read by any thread. */
    private volatile boolean refused;

    private boolean reported;

    XioReader(boolean dialling, XioHost host, LinkHandler handler, IncomingFrame frame, int authorizerMax) {
        this.dialling = dialling;
        this.host = host;
        this.handler = handler;
        this.frame = frame;
        this.authorizerMax = authorizerMax;
    }

    XioState state() {
        return state;
    }

    private void state(XioState next) {
        state = next;
    }

    /** Whether core refused the message whose header has arrived. */
    boolean isRefused() {
        return refused;
    }

    /** Whether nothing is taken from the input now. */
    boolean isStalled() {
        return refused || state.isStalled();
    }

    /** Whether frames were reported since this was last asked. */
    boolean takeReported() {
        boolean value = reported;
        reported = false;
        return value;
    }

    /** Core has sent a connect. */
    void connectSent() {
        advance(XioState.AWAIT_CONNECT, XioState.REPLY);
    }

    /** Core has sent a reply. */
    void replySent(ReplyTag tag) {
        advance(
                XioState.AWAIT_REPLY,
                switch (tag) {
                    case SEQ -> XioState.PEER_SEQ;
                    case READY -> XioState.FRAME;
                    default -> XioState.CONNECT;
                });
    }

    /** The dialling side's core has sent its sequence number. */
    void seqSent() {
        advance(XioState.AWAIT_SEQ, XioState.FRAME);
    }

    /** The data of the message has been fetched, into pooled memory or, if the lease is null, elsewhere. */
    void fetched(ByteBuffer data, MemoryLease lease) {
        frame.putData(data, lease);
        advance(XioState.FETCHING, XioState.SECTIONS);
    }

    private void advance(XioState expected, XioState next) {
        if (state != expected) {
            throw new IllegalStateException(
                    "link to " + host.peer() + " is in state " + state + ", which " + next + " cannot follow");
        }
        state(next);
    }

    /** Asks again what core refused. */
    void retryAdmission() {
        refused = false;
    }

    /** Forgets a message that is half received. */
    void release() {
        frame.reset();
        collected = null;
    }

    /**
     * Takes all it can of a datagram; the rest is to be offered again, in front of the next.
     *
     * @param in little endian
     */
    void process(ByteBuffer in) throws LinkFaultException {
        // an admission, and a section of no bytes, need no input
        while (!isStalled() && !host.isClosing() && (in.hasRemaining() || needsNoInput()) && step(in)) {
            // each step moves to the next state
        }
    }

    private boolean needsNoInput() {
        return state == XioState.ADMISSION;
    }

    /** Returns false if the input is used up. */
    private boolean step(ByteBuffer in) throws LinkFaultException {
        switch (state) {
            case HELLO -> hello(in);
            case CONNECT -> {
                expect(FrameTag.CONNECT, ConnectCodec.CONNECT_LENGTH, in);
                int session = ConnectCodec.connectSessionLength(in, in.position());
                collect(
                        in,
                        ConnectCodec.CONNECT_LENGTH + session,
                        ConnectCodec.connectAuthorizerLength(in, in.position()) - session);
            }
            case REPLY -> {
                expect(FrameTag.REPLY, ConnectCodec.REPLY_LENGTH, in);
                collect(in, ConnectCodec.REPLY_LENGTH, ConnectCodec.replyAuthorizerLength(in, in.position()));
            }
            case AUTHORIZER -> {
                return authorizer(in);
            }
            case PEER_SEQ -> {
                expect(FrameTag.SEQ, Long.BYTES, in);
                long seq = in.getLong();
                state(dialling ? XioState.AWAIT_SEQ : XioState.FRAME);
                handler.seqReceived(seq);
            }
            case FRAME -> frame(in);
            case ADMISSION -> admission();
            case SECTIONS -> {
                if (!frame.takeSections(in)) {
                    return false;
                }
                state(XioState.FOOTER);
            }
            case FOOTER -> footer(in);
            case AWAIT_CONNECT, AWAIT_REPLY, AWAIT_SEQ, FETCHING -> {
                return false;
            }
        }
        return true;
    }

    private void expect(int tag, int length, ByteBuffer in) throws LinkFaultException {
        int found = Byte.toUnsignedInt(in.get());
        if (found != tag) {
            throw LinkFaultException.protocol(
                    host.peer(),
                    "sent frame " + found + " instead of " + tag + " in state " + state
                            + "; the stream is broken, the link has to be made anew");
        }
        require(length, in);
    }

    private void require(int length, ByteBuffer in) throws LinkFaultException {
        if (in.remaining() < length) {
            throw LinkFaultException.protocol(
                    host.peer(),
                    "ends a datagram " + (length - in.remaining()) + " bytes before the end of a frame in state "
                            + state + "; the stream is broken, the link has to be made anew");
        }
    }

    private void hello(ByteBuffer in) throws LinkFaultException {
        expect(FrameTag.HELLO, HELLO_LENGTH - Byte.BYTES, in);
        EntityAddress announced = address(in);
        EntityAddress observed = null;
        if (dialling) {
            require(AddressCodec.LENGTH, in);
            observed = address(in);
        }
        state(dialling ? XioState.AWAIT_CONNECT : XioState.CONNECT);
        host.addressed(announced, observed);
    }

    private EntityAddress address(ByteBuffer in) throws LinkFaultException {
        try {
            return AddressCodec.decode(XioSettings.SCHEME, in);
        } catch (IllegalArgumentException e) {
            throw LinkFaultException.protocol(
                    host.peer(), e.getMessage() + "; check that the peer binds an IPv4 or IPv6 address");
        }
    }

    private void collect(ByteBuffer in, int fixed, long authorizer) throws LinkFaultException {
        if (authorizer > authorizerMax) {
            throw LinkFaultException.protocol(
                    host.peer(),
                    "claims an authorizer of " + authorizer + " bytes, more than the " + authorizerMax
                            + " allowed; if it is meant, raise authorizer.max of messenger.xio");
        }
        boolean connect = state == XioState.CONNECT;
        collected = ByteBuffer.allocate(fixed + (int) authorizer).order(ByteOrder.LITTLE_ENDIAN);
        state(XioState.AUTHORIZER);
        authorizerOfConnect = connect;
        authorizer(in);
    }

    private boolean authorizerOfConnect;

    private boolean authorizer(ByteBuffer in) throws LinkFaultException {
        int n = Math.min(in.remaining(), collected.remaining());
        collected.put(collected.position(), in, in.position(), n).position(collected.position() + n);
        in.position(in.position() + n);
        if (collected.hasRemaining()) {
            return false;
        }
        ByteBuffer whole = collected;
        collected = null;
        if (authorizerOfConnect) {
            connect(whole);
        } else {
            reply(whole);
        }
        return true;
    }

    private void connect(ByteBuffer in) {
        Connect connect = ConnectCodec.decodeConnect(in, 0, in.capacity() - ConnectCodec.CONNECT_LENGTH);
        state(XioState.AWAIT_REPLY);
        handler.connectReceived(connect);
    }

    private void reply(ByteBuffer in) throws LinkFaultException {
        int code = ConnectCodec.replyTag(in, 0);
        ReplyTag tag = ReplyTag.ofCode(code);
        if (tag == null) {
            throw LinkFaultException.protocol(
                    host.peer(), "answers a connect with unknown tag " + code + "; check that it is of this version");
        }
        ConnectReply reply = ConnectCodec.decodeReply(in, 0, tag, in.capacity() - ConnectCodec.REPLY_LENGTH);
        state(
                switch (tag) {
                    case SEQ -> XioState.PEER_SEQ;
                    case READY -> XioState.FRAME;
                    default -> XioState.AWAIT_CONNECT;
                });
        handler.replyReceived(reply);
    }

    private void frame(ByteBuffer in) throws LinkFaultException {
        int tag = Byte.toUnsignedInt(in.get());
        switch (tag) {
            case FrameTag.MSG -> message(in);
            case FrameTag.ACK -> {
                require(Long.BYTES, in);
                reported = true;
                handler.ackReceived(in.getLong());
            }
            case FrameTag.FETCHED -> {
                require(Integer.BYTES, in);
                host.offerFetched(in.getInt());
            }
            case FrameTag.NO_REPLY -> {
                require(Long.BYTES, in);
                host.closeRoom(in.getLong());
            }
            case FrameTag.KEEPALIVE2 -> {
                require(STAMP_LENGTH, in);
                reported = true;
                handler.keepaliveReceived(stamp(in));
            }
            case FrameTag.KEEPALIVE2_ACK -> {
                require(STAMP_LENGTH, in);
                reported = true;
                handler.keepaliveAckReceived(stamp(in));
            }
            case FrameTag.CLOSE -> {
                reported = true;
                handler.closeReceived();
            }
            default ->
                throw LinkFaultException.protocol(
                        host.peer(),
                        "sent unknown frame " + tag + "; the stream is broken, the link has to be made anew");
        }
    }

    private static KeepaliveStamp stamp(ByteBuffer in) {
        int seconds = in.getInt();
        return new KeepaliveStamp(seconds, in.getInt());
    }

    private void message(ByteBuffer in) throws LinkFaultException {
        require(HeaderCodec.LENGTH + Byte.BYTES, in);
        frame.takeHeader(in, host.peer());
        int flags = Byte.toUnsignedInt(in.get());
        boolean fetch = (flags & XioMsg.FETCH) != 0;
        written = (flags & XioMsg.WRITTEN) != 0;
        if ((flags & ~(XioMsg.FETCH | XioMsg.ROOM | XioMsg.WRITTEN)) != 0 || (fetch && written)) {
            throw LinkFaultException.protocol(
                    host.peer(),
                    "sent a message with flags " + flags + "; allowed: the sum of " + XioMsg.FETCH + " or "
                            + XioMsg.WRITTEN + ", and " + XioMsg.ROOM);
        }
        place = fetch ? place(in) : null;
        replyRoom = (flags & XioMsg.ROOM) != 0 ? place(in) : null;
        state(XioState.ADMISSION);
    }

    private DataPlace place(ByteBuffer in) throws LinkFaultException {
        require(XioMsg.PLACE, in);
        long key = in.getLong();
        return new DataPlace(key, in.getLong(), in.getInt());
    }

    private void admission() throws LinkFaultException {
        if (frame.isControl()) {
            state(XioState.SECTIONS);
            return;
        }
        refused = !handler.admit(frame.header().message(), frame.header().length());
        if (refused) {
            return;
        }
        FrameHeader header = frame.header();
        if (place != null) {
            state(XioState.FETCHING);
            host.fetch(place, header.data());
            return;
        }
        if (written) {
            MemoryLease room = host.takeWritten(header.message().tid(), header.data());
            frame.putData(ReplyRooms.section(room, header.data()), room);
        }
        state(XioState.SECTIONS);
    }

    private void footer(ByteBuffer in) throws LinkFaultException {
        require(XioMsg.FOOTER, in);
        boolean control = frame.isControl();
        IncomingMessage message = frame.takeFooter(in, false, host.peer());
        state(XioState.FRAME);
        reported = true;
        if (control) {
            handler.controlReceived(message.sections().front());
            return;
        }
        handler.messageReceived(host.received(message, replyRoom));
    }
}
