package messenger.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.Policy;
import messenger.spi.Attachment;
import messenger.spi.Authorizer;
import messenger.spi.Endpoint;
import messenger.spi.FaultInjector;
import messenger.spi.LinkFault;
import messenger.spi.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One named party: its policies, Dispatchers, sessions and dispatch. It outlives the transports attached to it. Thread
 * safe.
 */
public final class CoreEndpoint implements Endpoint, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoreEndpoint.class);
    private static final long MAX_U32 = 0xffff_ffffL;

    /** What a rebind adds to the nonce, as in Ceph. */
    private static final long REBIND_NONCE_STEP = 1_000_000;

    private volatile EndpointSettings settings;
    private final CoreRuntime runtime;
    private final SessionRegistry sessions = new SessionRegistry();
    private final List<AttachedTransport> transports = new CopyOnWriteArrayList<>();
    private final Map<EntityType, Policy> policies = new ConcurrentHashMap<>();
    private final AtomicLong globalSeq = new AtomicLong();
    private final PeerThrottles throttles;
    private final Dispatchers dispatchers;
    private final DispatchQueue dispatch;
    private final Acceptance acceptance = new Acceptance(this);
    private final FaultInjector faults;
    private final CoreMessenger messenger;
    private final LoopbackConnection loopback;
    private final Taps taps = new Taps();
    private final Object drained = new Object();
    private final AtomicInteger drainers = new AtomicInteger();
    private final AtomicInteger swaps = new AtomicInteger();
    private volatile Runnable swapsChanged = () -> {};
    private final AtomicLong delaySeeds;
    private Timers.Cancellable sweep = Timers.Cancellable.NONE;
    private volatile EntityAddress address;
    /** Type of the transport that the address is of; null until one has listened. */
    private String addressOf;

    private volatile boolean shutDown;

    /** An endpoint, which lives until it is closed. */
    public CoreEndpoint(EndpointSettings settings, CoreRuntime runtime) {
        this.settings = settings;
        this.runtime = runtime;
        this.throttles = new PeerThrottles(settings, runtime);
        this.faults = new FaultInjector(settings.injectSocketFailures(), settings.injectSeed());
        this.delaySeeds = new AtomicLong(settings.injectSeed());
        this.address = EntityAddress.tcp(wildcard(), 0, settings.nonce());
        this.dispatchers = new Dispatchers(settings, runtime.types());
        this.dispatch = new DispatchQueue(settings.name(), dispatchers, runtime.timers(), settings.dispatchSpin());
        this.loopback = new LoopbackConnection(this);
        this.messenger = new CoreMessenger(this, null);
        armSweep();
    }

    private static InetAddress wildcard() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }

    /**
     * Takes over changed settings.
     *
     * @param sameNonce whether the new nonce is merely random
     * @return false if they need a new endpoint; nothing has changed then
     */
    synchronized boolean change(EndpointSettings changed, boolean sameNonce) {
        EndpointSettings before = settings;
        if (!changed.name().equals(before.name())
                || (!sameNonce && changed.nonce() != before.nonce())
                || !changed.requiredDispatchers().equals(before.requiredDispatchers())
                || !changed.requiredTypes().equals(before.requiredTypes())
                || changed.dispatchThrottleBytes() != before.dispatchThrottleBytes()
                || changed.injectSeed() != before.injectSeed()) {
            return false;
        }
        settings = changed;
        dispatch.spin(changed.dispatchSpin());
        policies.clear();
        for (EntityType type : EntityType.values()) {
            throttles.change(type, changed.policy(type));
        }
        faults.oneIn(changed.injectSocketFailures());
        sweep.cancel();
        armSweep();
        sessions.all().forEach(session -> session.post(session.swaps()::consider));
        return true;
    }

    private synchronized void armSweep() {
        Duration idle = settings.idleTimeout();
        Duration probe = settings.keepaliveInterval();
        if (idle.isZero() && probe.isZero()) {
            return;
        }
        Duration quarter = idle.dividedBy(4);
        sweep = runtime.timers()
                .schedule(
                        probe.isZero() || (!idle.isZero() && quarter.compareTo(probe) < 0) ? quarter : probe,
                        this::sweep);
    }

    private void sweep() {
        if (!shutDown) {
            long now = timers().nanoTime();
            sessions.all()
                    .forEach(session -> session.post(() -> session.idleWatch().check(now)));
            armSweep();
        }
    }

    // ---- what belongs to the endpoint ----

    @Override
    public EntityName name() {
        return settings.name();
    }

    EndpointSettings settings() {
        return settings;
    }

    CoreRuntime runtime() {
        return runtime;
    }

    Timers timers() {
        return runtime.timers();
    }

    SessionRegistry sessions() {
        return sessions;
    }

    DispatchQueue dispatch() {
        return dispatch;
    }

    Dispatchers dispatchers() {
        return dispatchers;
    }

    Acceptance acceptance() {
        return acceptance;
    }

    Taps taps() {
        return taps;
    }

    LoopbackConnection loopback() {
        return loopback;
    }

    PeerThrottles throttles() {
        return throttles;
    }

    ThrottleChain throttles(EntityType peer) {
        return throttles.of(peer);
    }

    boolean isShutDown() {
        return shutDown;
    }

    /** Makes I/O of the endpoint's links fail on purpose. */
    public FaultInjector faults() {
        return faults;
    }

    /** The endpoint's messenger, of type {@code any}. */
    public Messenger messenger() {
        return messenger;
    }

    DelayLine delayLine(Strand strand) {
        return new DelayLine(
                strand,
                timers(),
                settings.injectDelayProbability(),
                settings.injectDelayMax(),
                delaySeeds.getAndIncrement());
    }

    /**
     * The authorizer that the settings name.
     *
     * @throws IllegalStateException if it is not there
     */
    Authorizer authorizer() {
        Authorizer named = runtime.authorizer(settings.authorizer());
        return named != null ? named : AbsentAuthorizer.of(settings.authorizer());
    }

    Policy policy(EntityType peer) {
        Policy changed = policies.get(peer);
        return changed != null ? changed : settings.policy(peer);
    }

    void setPolicy(EntityType peer, Policy policy) {
        policies.put(peer, policy);
        throttles.change(peer, policy);
    }

    /** A number for an attempt to connect, higher than all before and than {@code atLeast}. */
    long nextGlobalSeq(long atLeast) {
        return globalSeq.updateAndGet(last -> (Math.max(last, atLeast) + 1) & MAX_U32);
    }

    /**
     * Adds a Dispatcher.
     *
     * @param name by which the settings may require it; null for none
     * @param ranking higher ones are asked first
     */
    public Registration addDispatcher(Dispatcher dispatcher, String name, int ranking) {
        return dispatchers.add(dispatcher, name, ranking);
    }

    void event(CoreConnection connection, String what, BiConsumer<Dispatcher, Connection> call) {
        dispatch.event(connection, () -> dispatchers.event(what, connection, call));
    }

    /** Told when the first of some swaps begins, and when the last ends; must not wait. */
    void onSwaps(Runnable listener) {
        swapsChanged = listener;
    }

    /** Whether some session is about to change its transport. */
    boolean isSwapping() {
        return swaps.get() > 0;
    }

    void swapBegins() {
        if (swaps.getAndIncrement() == 0) {
            swapsChanged.run();
        }
    }

    void swapEnds() {
        if (swaps.decrementAndGet() == 0) {
            swapsChanged.run();
        }
    }

    // ---- addresses ----

    EntityAddress address() {
        return address;
    }

    /** What a peer sees of this side: the IP address, if it was not known. */
    void learn(EntityAddress observed) {
        synchronized (drained) {
            if (address.isBlankIp() && !observed.isBlankIp()) {
                address = address.withIp(observed.ip());
            }
        }
    }

    void addressesChanged() {
        synchronized (drained) {
            transports.stream()
                    .filter(transport -> addressOf == null || transport.type().equals(addressOf))
                    .filter(transport -> !transport.addresses().isEmpty())
                    .findFirst()
                    .ifPresent(this::takeAddress);
        }
        sessions.all().forEach(session -> session.post(session::addressesChanged));
    }

    /** A transport that goes may come again: until then peers know the sessions by its port, whatever else listens. */
    private void takeAddress(AttachedTransport transport) {
        EntityAddress bound = transport.addresses().getFirst();
        InetAddress ip = bound.isBlankIp() ? address.ip() : bound.ip();
        addressOf = transport.type();
        address = new EntityAddress(transport.scheme(), ip, bound.port(), address.nonce());
    }

    /** Where all transports listen. */
    List<EntityAddress> addresses() {
        return transports.stream()
                .flatMap(transport -> transport.addresses().stream())
                .toList();
    }

    void rebind(List<AttachedTransport> which, Set<Integer> avoidPorts) {
        Map<AttachedTransport, List<EntityAddress>> bound = new LinkedHashMap<>();
        Set<Integer> avoid = new HashSet<>(avoidPorts);
        for (AttachedTransport transport : which) {
            bound.put(transport, transport.addresses());
            transport.addresses().forEach(old -> avoid.add(old.port()));
            transport.unbind();
        }
        endAll(true);
        synchronized (drained) {
            address = address.withNonce((address.nonce() + REBIND_NONCE_STEP) & MAX_U32);
        }
        bound.forEach((transport, old) -> old.forEach(each -> transport.bind(each.withPort(0), avoid)));
    }

    // ---- transports ----

    @Override
    public Attachment attach(Transport transport) {
        AttachedTransport attached;
        synchronized (transports) {
            if (shutDown) {
                throw new IllegalStateException("endpoint " + name() + " is shut down");
            }
            if (transports.stream().anyMatch(t -> t.type().equals(transport.type()))) {
                throw new IllegalStateException("endpoint " + name() + " has a transport of type " + transport.type()
                        + " already; delete one of the two configurations");
            }
            attached = new AttachedTransport(this, transport);
            transports.add(attached);
        }
        addressesChanged();
        sessions.all().forEach(session -> session.post(session::transportAttached));
        return attached;
    }

    void detached(AttachedTransport transport) {
        transports.remove(transport);
        taps.forget(transport);
        addressesChanged();
    }

    List<AttachedTransport> transports() {
        return transports;
    }

    /** The transport that reaches addresses of a scheme, or null. */
    AttachedTransport transportFor(String scheme) {
        for (AttachedTransport transport : transports) {
            if (transport.scheme().equals(scheme)) {
                return transport;
            }
        }
        return null;
    }

    /** A link closed before it belonged to a session. */
    void handshakeFailed(LinkDriver driver, LinkFault fault) {
        if (fault.kind() == LinkFault.Kind.LOCAL || fault.kind() == LinkFault.Kind.IO) {
            LOG.debug("{}: link from {} closed in the handshake: {}", name(), driver.describePeer(), fault);
        } else {
            LOG.warn("{}: link from {} closed in the handshake: {}", name(), driver.describePeer(), fault);
        }
    }

    // ---- sessions ----

    Connection connect(EntityType peerType, EntityAddress peer) {
        if (isOwn(peer)) {
            return loopback;
        }
        boolean[] made = new boolean[1];
        Session session = sessions.findOrAdd(peer, () -> {
            made[0] = true;
            return Session.dialling(this, peerType, peer);
        });
        if (peer.hasAnyNonce()) {
            session.followAnyInstance();
        }
        return begin(session, made[0]);
    }

    Connection connectSeparately(EntityType peerType, EntityAddress peer) {
        if (policy(peerType).server()) {
            throw new IllegalArgumentException("policy " + policy(peerType) + " of " + name() + " for " + peerType
                    + " never dials; a separate session needs one that does, such as lossy_client");
        }
        long nonce = ThreadLocalRandom.current().nextLong(1, MAX_U32);
        Session session =
                Session.separate(this, peerType, peer, address.withPort(0).withNonce(nonce));
        sessions.addSeparate(session);
        return begin(session, true);
    }

    private Connection begin(Session session, boolean isNew) {
        if (isNew) {
            session.post(session::start);
        }
        if (shutDown) {
            session.markDown("the endpoint was shut down", false, () -> {});
        }
        return session.connection();
    }

    private boolean isOwn(EntityAddress peer) {
        EntityAddress own = address;
        return own.port() != 0
                && own.port() == peer.port()
                && own.ip().equals(peer.ip())
                && (peer.hasAnyNonce() || own.nonce() == peer.nonce());
    }

    void endAll(boolean tell) {
        List<Session> all = sessions.all();
        CountDownLatch ended = new CountDownLatch(all.size());
        for (Session session : all) {
            session.markDown(
                    tell ? "all sessions were marked down" : "the endpoint was shut down", tell, ended::countDown);
        }
        try {
            ended.await(settings.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A session's store has become smaller; who waits for it to be empty looks again. */
    void storeShrank(SendWindow window) {
        if (drainers.get() > 0 && window.isEmpty()) {
            synchronized (drained) {
                drained.notifyAll();
            }
        }
    }

    boolean drain(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        drainers.incrementAndGet();
        try {
            return awaitFlushes(deadline) && awaitEmptyStores(deadline);
        } finally {
            drainers.decrementAndGet();
        }
    }

    /** Whether somebody waits until everything is written, so that no flush may be put off. */
    boolean isDraining() {
        return drainers.get() > 0;
    }

    /** What links were left to flush soon leaves now. */
    private boolean awaitFlushes(long deadline) throws InterruptedException {
        List<Session> all = List.copyOf(sessions.all());
        CountDownLatch flushed = new CountDownLatch(all.size());
        all.forEach(session -> session.post(() -> {
            session.sender().flushOwed();
            flushed.countDown();
        }));
        return flushed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private boolean awaitEmptyStores(long deadline) throws InterruptedException {
        synchronized (drained) {
            while (!sessions.all().stream().allMatch(session -> session.window().isEmpty())) {
                long rest = deadline - System.nanoTime();
                if (rest <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(drained, Math.max(rest, 1));
            }
        }
        return true;
    }

    /** Ends the sessions, stops dispatch and lets the transports go. Bounded by the shutdown time-out; idempotent. */
    @Override
    public void close() {
        synchronized (transports) {
            if (shutDown) {
                return;
            }
            shutDown = true;
        }
        sweep.cancel();
        for (AttachedTransport transport : transports) {
            transport.unbind();
        }
        endAll(false);
        for (AttachedTransport transport : transports) {
            transport.detach();
        }
        loopback.close();
        dispatchers.close();
        if (!dispatch.stop(settings.shutdownTimeout())) {
            LOG.warn(
                    "{}: a Dispatcher still runs after {} ms; the endpoint is shut down without waiting for it",
                    name(),
                    settings.shutdownTimeout().toMillis());
        }
        synchronized (drained) {
            drained.notifyAll();
        }
    }
}
