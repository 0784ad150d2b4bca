package messenger.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.ReplyHook;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.api.dto.SessionDTO;

/**
 * The session of an endpoint with itself: always connected, no link. What is sent is received at once and waits for
 * dispatch like everything else; the bound is that of a store.
 */
final class LoopbackConnection extends CoreConnection {
    private final Instant begun;
    private final SendWindow window;
    private final Strand strand = new Strand();
    private final AtomicLong seq = new AtomicLong();

    LoopbackConnection(CoreEndpoint endpoint) {
        super(endpoint);
        this.begun = endpoint.timers().instant();
        window = new SendWindow(
                endpoint.settings().storeMessages(),
                endpoint.settings().storeBytes(),
                endpoint.runtime().outgoing());
    }

    @Override
    SendResult offer(Encoded message, long waitNanos, boolean always) throws InterruptedException {
        long length = message.sections().length();
        if (isClosed()) {
            return SendResult.CLOSED;
        }
        if (always) {
            window.forceReserve(length);
        } else if (!window.tryReserve(length) && (waitNanos == 0 || !window.reserve(length, waitNanos))) {
            return SendResult.BACK_PRESSURED;
        }
        strand.execute(() -> receive(message, length));
        return SendResult.ACCEPTED;
    }

    private void receive(Encoded message, long length) {
        ReceivedMessage received = new ReceivedMessage(
                message.header().withSeq(seq.incrementAndGet()),
                message.sections(),
                message.hold(),
                this,
                hook(length),
                null);
        if (message.isRequest()) {
            // it has the transaction id of the reply that is waited for
            endpoint().dispatch().received(received);
        } else {
            deliver(received);
        }
        if (message.acknowledged() != null) {
            message.acknowledged().complete(null);
        }
    }

    /** Returns the room in the store when the message is done with; carries no reply. */
    private HookReference hook(long length) {
        return new HookReference(new ReplyHook() {
            @Override
            public boolean reply(Message reply) {
                return false;
            }

            @Override
            public void complete() {
                window.release(1, length);
            }
        });
    }

    void close() {
        window.close();
        requests().failAll(new SessionLostException("endpoint " + endpoint().name() + " was shut down"));
    }

    @Override
    public EntityName peerName() {
        return endpoint().name();
    }

    @Override
    public EntityAddress peerAddress() {
        return endpoint().address();
    }

    @Override
    public Policy policy() {
        return Policy.losslessPeer();
    }

    @Override
    public long features() {
        return policy().featuresSupported();
    }

    @Override
    public boolean isConnected() {
        return !isClosed();
    }

    @Override
    public boolean isClosed() {
        return endpoint().isShutDown();
    }

    @Override
    public CompletableFuture<Duration> keepalive() {
        return CompletableFuture.completedFuture(Duration.ZERO);
    }

    @Override
    public Optional<Instant> lastKeepaliveAck() {
        return Optional.of(Instant.now());
    }

    @Override
    public void swap(String transportType) {
        throw new IllegalStateException("the loopback of " + endpoint().name() + " has no link that could be changed");
    }

    @Override
    public void markDown() {
        // there is nothing that could be down
    }

    @Override
    public void markDisposable() {
        // no link can fail
    }

    @Override
    public SessionDTO state() {
        SessionDTO dto = new SessionDTO();
        dto.peerName = peerName().toString();
        dto.peerAddress = peerAddress().toString();
        dto.localAddress = peerAddress().toString();
        dto.sinceMillis = begun.toEpochMilli();
        dto.state = isClosed() ? SessionState.CLOSED.name() : SessionState.OPEN.name();
        dto.policy = "loopback";
        dto.features = features();
        dto.inSeq = seq.get();
        dto.outSeq = seq.get();
        dto.storedBytes = window.usedBytes();
        dto.trace = new String[0];
        return dto;
    }
}
