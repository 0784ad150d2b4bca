package messenger.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SessionLostException;
import messenger.api.dto.SessionDTO;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ordered conversation with one peer, whatever links carry it: the state machine of Ceph's messenger v1 sessions, once
 * for all transports.
 *
 * <p>Everything that is not an accessor runs on the session's strand. Links of the past are recognised by not being the
 * current one, and ignored.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final CoreEndpoint endpoint;
    private final EntityType peerType;
    private final boolean separate;
    /** Null until this side has told the peer who it is. */
    private volatile EntityAddress presented;

    private final boolean begunByPeer;
    private final boolean peerListens;
    private final Strand strand = new Strand();
    private final Sender sender;
    private final Inbox inbox;
    private final DialHandshake handshake;
    private final SessionConnection connection;
    private final Keepalives keepalives;
    private final Acquaintance acquaintance;
    private final Dialler dialler;
    private final Swaps swaps;
    private final Pauses pauses;
    private final FaultLog faults;
    private final IdleWatch idleWatch;
    private final StateTrace trace;

    private volatile SessionState state;
    private volatile EntityAddress peerAddress;
    private volatile EntityName peerName;
    private volatile Policy policy;
    private volatile long features;
    private volatile LinkDriver current;
    private volatile long connectSeq;
    private volatile long globalSeq;
    private volatile long peerGlobalSeq;
    private volatile long reconnects;
    private volatile boolean ending;

    /** Whether the application has the session end with its link, whatever the acceptor decided. */
    private volatile boolean disposable;

    /** Whether peers can have got to know this session, so that losing it is news. */
    private boolean known;

    private final AtomicBoolean announced = new AtomicBoolean();
    private long gapAfter = -1;
    private Timers.Cancellable timer = Timers.Cancellable.NONE;

    private Session(
            CoreEndpoint endpoint,
            EntityType peerType,
            EntityAddress address,
            SessionState first,
            EntityAddress separateAddress) {
        this.endpoint = endpoint;
        this.peerType = peerType;
        this.peerAddress = address;
        this.separate = separateAddress != null;
        this.presented = separateAddress;
        this.trace = new StateTrace(endpoint.timers().instant());
        this.begunByPeer = first == SessionState.ACCEPTING;
        this.peerListens = first == SessionState.CONNECTING || address.port() != 0;
        this.peerName = new EntityName(peerType, EntityName.NO_ID);
        this.policy = endpoint.policy(peerType);
        this.state = first;
        this.connection = new SessionConnection(endpoint, this);
        this.inbox = new Inbox(this);
        this.sender = new Sender(this);
        this.handshake = new DialHandshake(this);
        this.keepalives = new Keepalives(this);
        this.acquaintance = new Acquaintance(this);
        Routes routes = new Routes(this);
        this.swaps = new Swaps(this, routes);
        this.pauses = new Pauses(endpoint.timers());
        this.dialler = new Dialler(this, routes, address.hasAnyNonce());
        this.faults = new FaultLog(this);
        this.idleWatch = new IdleWatch(this);
    }

    /** A session that this side begins; {@link #start} sets it going. */
    static Session dialling(CoreEndpoint endpoint, EntityType peerType, EntityAddress address) {
        return new Session(endpoint, peerType, address, SessionState.CONNECTING, null);
    }

    /** A session that this side begins as a party of its own, which does not listen. */
    static Session separate(CoreEndpoint endpoint, EntityType peerType, EntityAddress address, EntityAddress own) {
        return new Session(endpoint, peerType, address, SessionState.CONNECTING, own);
    }

    /** A session that the peer begins. */
    static Session accepting(CoreEndpoint endpoint, EntityType peerType, EntityAddress address) {
        return new Session(endpoint, peerType, address, SessionState.ACCEPTING, null);
    }

    // ---- accessors, from any thread ----

    CoreEndpoint endpoint() {
        return endpoint;
    }

    SessionConnection connection() {
        return connection;
    }

    SendWindow window() {
        return sender.window();
    }

    Sender sender() {
        return sender;
    }

    Inbox inbox() {
        return inbox;
    }

    IdleWatch idleWatch() {
        return idleWatch;
    }

    Acquaintance acquaintance() {
        return acquaintance;
    }

    Swaps swaps() {
        return swaps;
    }

    /** Whether the peer was the first to dial, so that its address is what it said. */
    boolean begunByPeer() {
        return begunByPeer;
    }

    Keepalives keepalives() {
        return keepalives;
    }

    SessionState state() {
        return state;
    }

    boolean isClosed() {
        return ending || state == SessionState.CLOSED;
    }

    EntityType peerType() {
        return peerType;
    }

    EntityAddress peerAddress() {
        return peerAddress;
    }

    /** Whether it presents itself as a party of its own, and no address leads to it. */
    boolean isSeparate() {
        return separate;
    }

    /** What this side announces itself as. */
    EntityAddress localAddress() {
        EntityAddress own = presented;
        return own == null
                ? endpoint.address()
                : own.isBlankIp() ? own.withIp(endpoint.address().ip()) : own;
    }

    /** The same, told to the peer: from now on it stays, as another address would be another party to it. */
    EntityAddress presentedAddress() {
        EntityAddress own = localAddress();
        presented = own;
        return own;
    }

    EntityName peerName() {
        return peerName;
    }

    Policy policy() {
        return disposable ? policy.withLossy(true) : policy;
    }

    /** Whether the acceptor has declared the session lossy: nothing is kept or acknowledged. */
    boolean lossyByAgreement() {
        return policy.lossy();
    }

    long features() {
        return features;
    }

    /** The link that carries the session or is about to, or null. */
    LinkDriver current() {
        return current;
    }

    /** The link, if it is open. */
    LinkDriver openLink() {
        return state == SessionState.OPEN ? current : null;
    }

    /** From now on, whoever answers at the peer's address is the peer. */
    void followAnyInstance() {
        dialler.followAnyInstance();
    }

    /** Runs a task on the session's strand. */
    void post(Runnable task) {
        strand.execute(task);
    }

    /**
     * Likewise a message to be stored: nothing of an application is called on its way, unless somebody waits for its end, or
     * for that of those before it, which comes when a link takes them if the session is lossy.
     */
    void postOwn(StoredMessage message) {
        if (message.isWaitedFor() || lossyByAgreement()) {
            strand.execute(message);
        } else {
            strand.executeOwn(message);
        }
    }

    // ---- the state ----

    private void become(SessionState next, String why) {
        SessionState before = state;
        if (!before.mayBecome(next)) {
            throw new IllegalStateException(
                    "session with " + peerAddress + " cannot go from " + before + " to " + next);
        }
        state = next;
        pauses.changed(before, next);
        trace.add(endpoint.timers().instant(), before + " -> " + next + ": " + why, before != next);
        LOG.debug("{}: session with {} {} -> {}: {}", endpoint.name(), peerAddress, before, next, why);
    }

    private void event(String what, BiConsumer<Dispatcher, Connection> call) {
        endpoint.event(connection, what, call);
    }

    // ---- dialling ----

    /** Sets a new dialling session going. */
    void start() {
        if (state != SessionState.CONNECTING || current != null) {
            // the peer's own connect was quicker
            return;
        }
        if (policy.server()) {
            standBy("policy is server: the peer has to come");
        } else {
            dialler.dial();
        }
    }

    /** A link is being made. */
    void trying(LinkDriver driver) {
        current = driver;
    }

    /** Whether this side never dials: by its policy, or because nobody would be there. */
    private boolean peerHasToCome() {
        return policy.server() || !peerListens;
    }

    /** Whether somebody waits for a reply of the peer, which cannot dial this side to bring it. */
    private boolean awaitsWhoCannotCome() {
        return localAddress().port() == 0 && connection.requests().isAnyWaiting();
    }

    /** Runs a task later, instead of what was due. */
    void after(Duration wait, Runnable task) {
        timer.cancel();
        timer = endpoint.timers().schedule(wait, () -> post(task));
    }

    /** A transport has come; who waits for one goes on. */
    void transportAttached() {
        swaps.consider();
        if (state == SessionState.STANDBY && dialler.isStranded() && !policy.server()) {
            wake("a transport was attached");
        }
    }

    /** Leaves standby to dial. */
    private void wake(String why) {
        if (known) {
            connectSeq++;
            reconnects++;
        }
        timer.cancel();
        dialler.forgetFailures();
        become(SessionState.CONNECTING, why);
        dialler.dial();
    }

    /** The peer has said who it is; the connect can be sent. */
    void identified(LinkDriver driver, EntityAddress announced) {
        boolean candidate = driver == swaps.candidate();
        if (!candidate && (driver != current || state != SessionState.CONNECTING)) {
            return;
        }
        if (!candidate && announced.nonce() != peerAddress.nonce() && !meet(announced)) {
            return;
        }
        handshake.connect(driver, 0);
    }

    /** Learns which instance of the peer it is; false if the session has ended over it. */
    boolean meet(EntityAddress announced) {
        EntityAddress before = peerAddress;
        EntityAddress after = before.withNonce(announced.nonce());
        if (!endpoint.sessions().move(before, after, this)) {
            end("the peer at " + after + " has another session by now", true);
            return false;
        }
        peerAddress = after;
        if (!before.hasAnyNonce()) {
            lose("a new instance of the peer answers at " + after);
        }
        return true;
    }

    /** The acceptor has answered. */
    void replied(LinkDriver driver, ConnectReply reply) {
        if ((driver == current && state == SessionState.CONNECTING) || driver == swaps.candidate()) {
            handshake.replied(driver, reply);
        }
    }

    /** The number that a connect on that link is to carry: one that takes over is one ahead. */
    long connectSeqFor(LinkDriver driver) {
        return driver == swaps.candidate() ? connectSeq + 1 : connectSeq;
    }

    long connectSeq() {
        return connectSeq;
    }

    /** Takes the number that the acceptor wants. */
    void connectSeq(long wanted) {
        connectSeq = wanted;
    }

    /** Notes the number of the attempt that is under way. */
    void globalSeq(long attempt) {
        globalSeq = attempt;
    }

    /** Lost a race: the peer's own link comes, or this side tries again. */
    void parkFor(LinkDriver driver) {
        drop(driver, "the peer's own connect goes first");
        become(SessionState.WAIT, "the peer's own connect goes first");
        after(endpoint.settings().handshakeTimeout(), () -> {
            if (state == SessionState.WAIT) {
                become(SessionState.CONNECTING, "the peer's connect did not come");
                dialler.dial();
            }
        });
    }

    /** The acceptor has agreed, without an exchange of numbers. */
    void join(LinkDriver driver) {
        announce(driver);
        inbox.fence(driver, false, inSeq -> post(() -> joined(driver, inSeq, false, 0)));
    }

    /** Closes a link whose peer does not keep to the protocol, or does not fit. */
    void refuse(LinkDriver driver, String what) {
        driver.link().close(new LinkFault(LinkFault.Kind.PROTOCOL, "peer " + driver.describePeer() + " " + what));
    }

    /** The other side's in_seq, in the exchange that ends a handshake. */
    void peerSeq(LinkDriver driver, long theirs) {
        if (driver == swaps.candidate() && driver.reply != null) {
            takeOver(driver);
        }
        if (driver != current) {
            return;
        }
        if (state == SessionState.ACCEPTING) {
            sender.resumeAfter(theirs);
            opened(driver);
        } else if (state == SessionState.CONNECTING && driver.reply != null) {
            announce(driver);
            inbox.fence(driver, false, inSeq -> post(() -> joined(driver, inSeq, true, theirs)));
        }
    }

    /** The peer has agreed to the candidate, and takes nothing from the present link any more. */
    private void takeOver(LinkDriver driver) {
        LinkDriver before = current;
        swaps.promote();
        current = driver;
        connectSeq = driver.connect.connectSeq();
        become(
                SessionState.CONNECTING,
                "taken over by a link of " + driver.transport().type());
        sender.requeue();
        before.close(LinkFault.local(
                "a link by " + driver.transport().type() + " to " + driver.describePeer() + " took over"));
    }

    /** The dialled link alone delivers from now on. */
    private void joined(LinkDriver driver, long inSeq, boolean exchange, long theirs) {
        if (driver != current || state != SessionState.CONNECTING) {
            return;
        }
        sender.acknowledgedUpTo(exchange ? inSeq : 0);
        if (exchange) {
            driver.link().seq(inSeq);
            sender.resumeAfter(theirs);
        }
        ConnectReply reply = driver.reply;
        connectSeq = reply.connectSeq();
        peerGlobalSeq = reply.globalSeq();
        policy = policy.withLossy(reply.lossy());
        features = reply.features() & driver.connect.features();
        driver.agreed(driver.connect.control() && reply.control());
        opened(driver);
    }

    // ---- accepting ----

    /** A connect from the session's peer, checked for protocol, features and authorizer. */
    void accept(LinkDriver driver, Connect connect) {
        if (state == SessionState.CLOSED) {
            endpoint.acceptance().decide(driver, connect);
            return;
        }
        if (connect.connectSeq() > 0 && !acquaintance.admits(connect.session())) {
            LOG.warn(
                    "{}: {} wants to resume the session with {} and does not know its id; it was told that there is none",
                    endpoint.name(),
                    driver.describePeer(),
                    peerAddress);
            endpoint.acceptance().answer(driver, ReplyTag.RESETSESSION, 0, 0);
            return;
        }
        // a candidate that has asked the peer is one's own connect
        boolean asking = swaps.isAsking();
        AcceptRules.Existing existing = new AcceptRules.Existing(
                asking ? SessionState.CONNECTING : state,
                asking ? connectSeq + 1 : connectSeq,
                peerGlobalSeq,
                policy().lossy(),
                peerHasToCome(),
                policy.resetCheck(),
                inbox.inSeq() == 0 && sender.nothingAcknowledged());
        switch (AcceptRules.decide(existing, connect, AddressOrder.isLower(canonicalPeer(), localAddress()))) {
            case NEW, REPLACE -> adopt(driver, connect, false);
            case REPLACE_RESTARTED -> adopt(driver, connect, true);
            case RETRY_GLOBAL -> endpoint.acceptance().answer(driver, ReplyTag.RETRY_GLOBAL, peerGlobalSeq, 0);
            case RETRY_SESSION -> endpoint.acceptance().answer(driver, ReplyTag.RETRY_SESSION, 0, connectSeq + 1);
            case RESETSESSION -> endpoint.acceptance().answer(driver, ReplyTag.RESETSESSION, 0, 0);
            case WAIT -> {
                endpoint.acceptance().answer(driver, ReplyTag.WAIT, 0, 0);
                if (state == SessionState.CONNECTING && current == null) {
                    dialler.dialAtOnce();
                }
            }
            case DISCARD -> {
                end("the peer connects anew", true);
                endpoint.acceptance().decide(driver, connect);
            }
        }
    }

    private EntityAddress canonicalPeer() {
        EntityAddress canonical = acquaintance.canonical();
        return canonical == null ? peerAddress : canonical;
    }

    /** The incoming link takes the session over. */
    void adopt(LinkDriver driver, Connect connect, boolean restarted) {
        presentedAddress();
        timer.cancel();
        LinkDriver before = current;
        swaps.abandon("the peer's own link takes over");
        boolean swapped = state == SessionState.OPEN && before.transport() != driver.transport();
        if (!swapped && (before != null || (known && state == SessionState.STANDBY))) {
            reconnects++;
        }
        current = driver;
        become(SessionState.ACCEPTING, "connect " + connect.connectSeq() + " from " + driver.describePeer());
        if (before != null) {
            before.close(LinkFault.local("a newer link from " + driver.describePeer() + " takes over"));
        }
        if (restarted && policy.resetCheck()) {
            lose("the peer has started anew");
        }
        sender.requeue();
        dialler.unstrand();
        connectSeq = connect.connectSeq() + 1;
        peerGlobalSeq = connect.globalSeq();
        features = policy.featuresSupported() & connect.features();
        driver.restarted = restarted;
        driver.bind(this);
        inbox.fence(driver, restarted, inSeq -> post(() -> fenced(driver, inSeq)));
    }

    private void fenced(LinkDriver driver, long inSeq) {
        if (driver != current) {
            return;
        }
        boolean exchange = !driver.restarted && endpoint.acceptance().exchangesSeq(driver.connect);
        if (!exchange) {
            announce(driver);
        }
        endpoint.acceptance()
                .answer(driver, exchange ? ReplyTag.SEQ : ReplyTag.READY, endpoint.nextGlobalSeq(0), connectSeq);
        sender.acknowledgedUpTo(exchange ? inSeq : 0);
        if (exchange) {
            driver.link().seq(inSeq);
        } else {
            opened(driver);
        }
    }

    // ---- open ----

    private void opened(LinkDriver driver) {
        driver.opened();
        become(SessionState.OPEN, "by " + driver.link().state().transport + " to " + driver.describePeer());
        known = true;
        presentedAddress();
        dialler.opened();
        swaps.opened(driver);
        faults.opened();
        idleWatch.opened();
        acquaintance.opened(driver);
        keepalives.repeat(driver);
        sender.pump();
        sender.shrank();
        swaps.consider();
    }

    /** The peer says something about the session itself. */
    void control(LinkDriver driver, Control said) {
        if (driver != openLink()) {
            return;
        }
        switch (said) {
            case Control.Announce announce -> {
                acquaintance.heard(driver, announce);
                swaps.consider();
            }
            case Control.Swap swap -> swaps.demand(swap.transport());
            case Control.Unknown unknown ->
                LOG.debug("{}: {} sent control {}, which is of a later version", endpoint.name(), peerAddress, unknown);
        }
    }

    /** This side listens elsewhere than before, or ranks its transports in another way. */
    void addressesChanged() {
        acquaintance.changed();
        swaps.consider();
    }

    /**
     * Tells of a new session, from any thread: as soon as its handshake has succeeded and before its link may deliver, as
     * messages come by another strand.
     */
    void announce(LinkDriver driver) {
        if (driver != current || !announced.compareAndSet(false, true)) {
            return;
        }
        if (driver.isDialled()) {
            event("the connect", Dispatcher::connected);
        } else {
            event("the accept", Dispatcher::accepted);
        }
    }

    /** Stores a message that was accepted, and sends it if possible. */
    void store(StoredMessage message) {
        if (state == SessionState.CLOSED) {
            window().release(1, message.length());
            message.fail(lost("ended"));
            return;
        }
        FlushBatch batch = message.takeBatch();
        sender.add(message);
        if (state == SessionState.OPEN) {
            sender.pump(batch);
        } else if (state == SessionState.STANDBY && !peerHasToCome() && !dialler.isStranded()) {
            wake("there is something to send");
        }
    }

    void answerKeepalive(LinkDriver driver, KeepaliveStamp stamp) {
        if (driver == openLink()) {
            driver.link().keepaliveAck(stamp);
            driver.link().flush();
        }
    }

    void keepaliveAnswered(KeepaliveStamp stamp) {
        keepalives.answered(stamp);
    }

    /** Learns the peer's name from its messages; on the receiving strand. */
    void heardFrom(EntityName source) {
        if (peerName.id() == EntityName.NO_ID && source.type() == peerType) {
            peerName = source;
        }
    }

    // ---- faults and ends ----

    /** A number is missing in what a lossless peer sends; from the receiving strand. */
    void gap(LinkDriver driver, long expected, long got) {
        post(() -> {
            if (driver != current) {
                return;
            }
            String what = "message " + expected + " is missing, the next is " + got;
            if (gapAfter == expected) {
                end("the peer at " + peerAddress + " does not have it any more: " + what, true);
            } else {
                gapAfter = expected;
                refuse(driver, "breaks the sequence: " + what);
            }
        });
    }

    /** A link has closed. */
    void linkClosed(LinkDriver driver, LinkFault fault) {
        if (driver == swaps.candidate() && state != SessionState.CLOSED) {
            swaps.failed(fault);
            return;
        }
        if (driver != current || state == SessionState.CLOSED) {
            return;
        }
        if (swaps.candidate() != null && !policy().lossy()) {
            goOnWith(swaps.promote(), fault);
            return;
        }
        SessionState before = state;
        boolean worked = before == SessionState.OPEN && !sender.gotNothingAcross();
        sender.noteFault();
        current = null;
        inbox.fence(null, false, inSeq -> {});
        keepalives.fail("the link failed: " + fault.text());
        // that a lossy client goes is what such clients do
        boolean usual = fault.kind() == LinkFault.Kind.IO && begunByPeer && policy().lossy();
        if (faults.report(fault, worked, usual)) {
            event("the refusal", Dispatcher::refused);
        }
        if (policy().lossy() && before != SessionState.CONNECTING) {
            end(fault.text(), before == SessionState.OPEN || announced.get());
            return;
        }
        sender.requeue();
        if (peerHasToCome() || (policy.standby() && !sender.hasQueued() && !awaitsWhoCannotCome())) {
            dialler.unstrand();
            standBy(fault.toString());
        } else if (before == SessionState.CONNECTING) {
            become(SessionState.CONNECTING, fault.toString());
            dialler.dial();
        } else {
            reconnects++;
            if (worked) {
                dialler.forgetFailures();
            } else if (before == SessionState.OPEN) {
                dialler.forgetWaits();
            }
            // an acceptor that fails in the handshake has promised nothing yet
            if (before == SessionState.OPEN) {
                connectSeq++;
            }
            become(SessionState.CONNECTING, fault.toString());
            dialler.dial();
        }
    }

    /** The open link has closed while another is being made: because that is about to take over, or by itself. */
    private void goOnWith(LinkDriver candidate, LinkFault fault) {
        if (candidate.connect == null) {
            reconnects++;
            faults.report(fault, true, false);
            keepalives.fail("the link failed: " + fault.text());
        }
        connectSeq++;
        current = candidate;
        dialler.forgetFailures();
        become(
                SessionState.CONNECTING,
                "a link by " + candidate.transport().type() + " is being made already; " + fault);
        inbox.fence(null, false, inSeq -> {});
        sender.requeue();
    }

    /** Goes on without a link until there is a reason for one. */
    void standBy(String why) {
        become(SessionState.STANDBY, why);
        EndpointSettings settings = endpoint.settings();
        // a peer that gives up in its first handshake and does not come again leaves nothing behind
        boolean abandoned = begunByPeer && !known && !sender.hasQueued();
        Duration limit = abandoned
                ? settings.maxBackoff().plus(settings.handshakeTimeout()).multipliedBy(2)
                : settings.standbyTimeout();
        if (!limit.isZero()) {
            after(limit, () -> {
                if (state == SessionState.STANDBY) {
                    end("stood by for " + limit.toMillis() + " ms without a link", announced.get());
                }
            });
        }
    }

    /** The peer has lost the session: what it cannot know is dropped, and numbers begin anew. */
    void lose(String why) {
        connectSeq = 0;
        acquaintance.forget();
        sender.acknowledgedUpTo(0);
        gapAfter = -1;
        if (!known) {
            return;
        }
        known = false;
        announced.set(false);
        sender.clear(lost("was reset: " + why));
        inbox.fence(null, true, inSeq -> {});
        connection.requests().failAll(lost("was reset: " + why));
        trace.add(endpoint.timers().instant(), state + ": reset, " + why, false);
        LOG.warn("{}: session with {} was reset: {}", endpoint.name(), peerAddress, why);
        event("the remote reset", Dispatcher::remoteReset);
    }

    private SessionLostException lost(String what) {
        return new SessionLostException("the session with " + peerName + " at " + peerAddress + " " + what);
    }

    /** Gives up a link without that being a fault. */
    private void drop(LinkDriver driver, String why) {
        current = null;
        driver.close(LinkFault.local(why));
    }

    /**
     * Ends the session, from any thread: it is closed, and its address free for a new one, when this returns.
     *
     * @param tell whether the Dispatchers are told of the reset
     * @param then runs when everything is done
     */
    void markDown(String why, boolean tell, Runnable then) {
        ending = true;
        endpoint.sessions().remove(peerAddress, this);
        post(() -> {
            end(why, tell);
            then.run();
        });
    }

    void makeLossy() {
        // the peer still counts on acknowledgements, so the policy itself stays
        disposable = true;
    }

    /** The peer's CLOSE ends the session for good. */
    void closedByPeer(LinkDriver driver) {
        if (driver == current) {
            end("the peer closed the session", true);
        }
    }

    /**
     * Ends the session.
     *
     * @param tell whether the Dispatchers are told of the reset
     */
    private void end(String why, boolean tell) {
        if (state == SessionState.CLOSED) {
            return;
        }
        ending = true;
        sender.flushOwed();
        become(SessionState.CLOSED, why);
        timer.cancel();
        swaps.close();
        endpoint.sessions().remove(peerAddress, this);
        if (current != null) {
            drop(current, why);
        }
        inbox.fence(null, false, inSeq -> {});
        sender.close(lost("ended: " + why));
        connection.requests().failAll(lost("ended: " + why));
        keepalives.fail("the session ended: " + why);
        if (tell) {
            event("the reset", Dispatcher::reset);
        }
    }

    /** Gives up the link if it is of that transport, which goes away. */
    void leave(AttachedTransport transport) {
        LinkDriver candidate = swaps.candidate();
        if (candidate != null && candidate.transport() == transport) {
            swaps.abandon("transport " + transport.type() + " was detached");
        }
        LinkDriver driver = current;
        if (driver != null && driver.transport() == transport) {
            LinkFault fault = LinkFault.local("transport " + transport.type() + " was detached");
            driver.close(fault);
            linkClosed(driver, fault);
        }
    }

    SessionDTO dto() {
        SessionDTO dto = new SessionDTO();
        dto.peerName = peerName.toString();
        dto.peerAddress = peerAddress.toString();
        dto.localAddress = localAddress().toString();
        dto.state = state.name();
        dto.sinceMillis = trace.since().toEpochMilli();
        dto.policy = policy().toString();
        dto.features = features;
        dto.connectSeq = connectSeq;
        dto.globalSeq = globalSeq;
        dto.peerGlobalSeq = peerGlobalSeq;
        dto.inSeq = inbox.inSeq();
        dto.received = inbox.received();
        dto.receivedBytes = inbox.receivedBytes();
        sender.describe(dto);
        dto.duplicatesDropped = inbox.duplicates();
        dto.reconnects = reconnects;
        LinkFault fault = faults.last();
        dto.lastFault = fault == null ? null : fault.toString();
        dto.trace = trace.lines();
        swaps.describe(dto);
        pauses.describe(dto);
        LinkDriver driver = current;
        if (driver != null && driver.link() != null) {
            dto.link = driver.link().state();
            dto.throttled = driver.waiting();
        }
        return dto;
    }
}
