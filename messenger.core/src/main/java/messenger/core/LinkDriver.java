package messenger.core;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.EntityAddress;
import messenger.api.MessageHeader;
import messenger.api.dto.LinkDTO;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.SectionLeases;

/**
 * Core's side of one link: hands what the link reports to the session that it carries, on that session's strands, and
 * remembers what the handshake has said. Before there is a session, the endpoint answers.
 */
final class LinkDriver implements LinkHandler {
    /** Connects, or answers that make a dialler try again, on one link; more than that is a fault. */
    static final int MAX_ROUNDS = 16;

    /** Bytes that a link must move between two looks to count as alive in the middle of a frame. */
    private static final long PROGRESS = 64 << 10;

    private final CoreEndpoint endpoint;
    private final AttachedTransport transport;
    private final boolean dialled;
    private final Set<HookReference> hooks = ConcurrentHashMap.newKeySet();
    private final FlushBatch batch = new FlushBatch();
    private final Runnable handingOn = this::handOn;
    /** What the reading thread is about to hand on. */
    private ReceivedMessage arrived;

    private volatile Link link;
    private volatile Session session;
    private volatile Intake intake;
    private volatile LinkFault fault;
    private volatile long lastFrame;
    private volatile boolean controlAgreed;
    private volatile Timers.Cancellable handshake = Timers.Cancellable.NONE;
    private long movedBefore;
    private EntityAddress peer;

    /** What was sent and is to be answered (dialling), or was received and is being answered (accepting). */
    Connect connect;

    AuthorizerData proof;
    ConnectReply reply;
    byte[] ownProof = new byte[0];
    boolean renewProof;
    boolean restarted;
    int rounds;

    LinkDriver(CoreEndpoint endpoint, AttachedTransport transport, boolean dialled) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.dialled = dialled;
        this.lastFrame = endpoint.timers().nanoTime();
    }

    AttachedTransport transport() {
        return transport;
    }

    Link link() {
        return link;
    }

    EntityAddress peer() {
        return peer;
    }

    boolean isClosed() {
        return fault != null;
    }

    boolean isDialled() {
        return dialled;
    }

    /** Whether both sides have said that they take control frames. */
    boolean takesControl() {
        return controlAgreed;
    }

    /** The handshake has come to a reply that opens the link, and says whether control frames are taken. */
    void agreed(boolean control) {
        controlAgreed = control;
    }

    /** Whether reading waits for a throttle. */
    boolean isPaused() {
        Intake open = intake;
        return open != null && open.isPaused();
    }

    /** Messages that wait for a throttle. */
    int waiting() {
        Intake open = intake;
        return open == null ? 0 : open.waiting();
    }

    long lastFrameNanos() {
        return lastFrame;
    }

    /** The link exists; its handshake may take so long from now on. */
    void start(Link newLink) {
        link = newLink;
        if (isClosed()) {
            return;
        }
        endpoint.taps().attach(this);
        handshake = endpoint.timers().schedule(endpoint.settings().handshakeTimeout(), this::handshakeLate);
        if (isClosed()) {
            handshake.cancel();
        }
    }

    /** Counts a link as alive that has moved enough since it was last looked at, though no frame was whole yet. */
    void noteProgress(long now) {
        LinkDTO state = link.state();
        long moved = state.bytesIn + state.bytesOut;
        if (moved - movedBefore >= PROGRESS) {
            lastFrame = now;
        }
        movedBefore = moved;
    }

    private void handshakeLate() {
        link.close(new LinkFault(
                LinkFault.Kind.TIMEOUT,
                "handshake with " + describePeer() + " took longer than "
                        + endpoint.settings().handshakeTimeout().toMillis() + " ms"
                        + (peer == null ? "; it has not said who it is" : "")));
    }

    /** The handshake is over. */
    void opened() {
        handshake.cancel();
        lastFrame = endpoint.timers().nanoTime();
    }

    /** From now on the link carries that session. */
    void bind(Session to) {
        intake = new Intake(
                endpoint.throttles(to.peerType()),
                endpoint.settings().readAheadBytes(),
                this::wake,
                message -> to.inbox().deliver(message, this));
        session = to;
        if (isClosed()) {
            to.post(() -> to.linkClosed(this, fault));
        }
    }

    private void wake() {
        link.resumeReading();
    }

    Session session() {
        return session;
    }

    /** Closes the link, if it exists by now. */
    void close(LinkFault why) {
        Link existing = link;
        if (existing != null) {
            existing.close(why);
        }
    }

    String describePeer() {
        return peer != null ? peer.toString() : String.valueOf(link == null ? "nobody" : link.state().remote);
    }

    @Override
    public EntityAddress address() {
        Session current = session;
        return current == null ? endpoint.address() : current.presentedAddress();
    }

    @Override
    public void identified(EntityAddress announced, EntityAddress observed) {
        peer = announced;
        if (observed != null) {
            endpoint.learn(observed);
        }
        Session current = session;
        if (dialled && current != null) {
            current.post(() -> current.identified(this, announced));
        }
    }

    @Override
    public void connectReceived(Connect received) {
        connect = received;
        endpoint.acceptance().decide(this, received);
    }

    @Override
    public void replyReceived(ConnectReply received) {
        Session current = session;
        current.post(() -> current.replied(this, received));
    }

    @Override
    public void seqReceived(long inSeq) {
        Session current = session;
        if (!dialled) {
            // messages may follow in the same breath
            current.announce(this);
        }
        current.post(() -> current.peerSeq(this, inSeq));
    }

    @Override
    public boolean admit(MessageHeader header, long length) {
        return intake.admit(header, length, session.connection().requests().expects(header.tid()));
    }

    @Override
    public void messageReceived(IncomingMessage incoming) {
        Session current = session;
        HookReference hook = null;
        if (incoming.replyHook() != null) {
            hooks.removeIf(HookReference::isGone);
            hook = new HookReference(incoming.replyHook());
            hooks.add(hook);
        }
        ReceivedMessage message = new ReceivedMessage(
                incoming.header(),
                incoming.sections(),
                SectionLeases.ofData(incoming.lease()),
                current.connection(),
                hook,
                intake.chargedForReading());
        arrived = message;
        batch.run(handingOn);
    }

    private void handOn() {
        ReceivedMessage message = arrived;
        arrived = null;
        if (!intake.inTurn()) {
            session.connection().requests().answerAhead(message);
        }
        intake.read(message);
    }

    @Override
    public void ackReceived(long seq) {
        Session current = session;
        current.post(() -> current.sender().acknowledged(this, seq));
    }

    @Override
    public void keepaliveReceived(KeepaliveStamp stamp) {
        Session current = session;
        current.post(() -> current.answerKeepalive(this, stamp));
    }

    @Override
    public void keepaliveAckReceived(KeepaliveStamp stamp) {
        Session current = session;
        current.post(() -> current.keepaliveAnswered(stamp));
    }

    @Override
    public void controlReceived(ByteBuffer content) {
        Session current = session;
        try {
            if (!controlAgreed) {
                throw new IllegalArgumentException("none was agreed on in the handshake");
            }
            Control said = Control.decode(content);
            current.post(() -> current.control(this, said));
        } catch (IllegalArgumentException e) {
            link.close(new LinkFault(
                    LinkFault.Kind.PROTOCOL,
                    "peer " + describePeer() + " sent a control frame that is not allowed: " + e.getMessage()
                            + "; check the versions of both sides"));
        }
    }

    @Override
    public void closeReceived() {
        Session current = session;
        current.post(() -> current.closedByPeer(this));
    }

    @Override
    public void batchEnd() {
        lastFrame = endpoint.timers().nanoTime();
        Session current = session;
        if (current != null) {
            current.sender().settleSoon(this, batch.remove(current));
        }
        batch.end();
    }

    @Override
    public void resume() {
        lastFrame = endpoint.timers().nanoTime();
        if (intake != null) {
            intake.resume();
            // what had waited may be delivered by now, and no batch need end after it
            session.sender().settleSoon(this, batch.remove(session));
        }
    }

    @Override
    public void writable() {
        Session current = session;
        if (current != null) {
            current.post(() -> current.sender().writable(this));
        } else {
            link.flush();
        }
    }

    @Override
    public void closed(LinkFault why) {
        fault = why;
        handshake.cancel();
        transport.forget(this);
        hooks.forEach(HookReference::complete);
        hooks.clear();
        Intake open = intake;
        if (open != null) {
            open.close();
        }
        batch.end();
        Session current = session;
        if (current != null) {
            current.post(() -> current.linkClosed(this, why));
        } else {
            endpoint.handshakeFailed(this, why);
        }
    }
}
