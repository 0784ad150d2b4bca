package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageType;
import messenger.api.NotSentException;
import messenger.api.Sections;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.spi.Limits;
import messenger.spi.SectionLeases;

/** What sessions and the loopback have in common as connections: encoding, requests and replies. */
abstract class CoreConnection implements Connection {
    /** How long an offer may wait for room. */
    private static final long NOT_AT_ALL = 0;

    private static final VarHandle DEFERRED = Fields.of(MethodHandles.lookup(), "deferred", int.class);

    private final CoreEndpoint endpoint;
    private final Requests requests;
    private volatile Object attachment;

    @SuppressWarnings("unused") // by DEFERRED
    private volatile int deferred;

    CoreConnection(CoreEndpoint endpoint) {
        this.endpoint = endpoint;
        this.requests = new Requests(endpoint.timers());
    }

    CoreEndpoint endpoint() {
        return endpoint;
    }

    Requests requests() {
        return requests;
    }

    /** Whether messages wait that fast ones must not overtake. */
    boolean hasDeferred() {
        return deferred > 0;
    }

    void deferred(int change) {
        DEFERRED.getAndAdd(this, change);
    }

    /** A message in the form in which it is sent, with a hold on the memory in which it lies. */
    record Encoded(
            MessageHeader header,
            Sections sections,
            SectionLeases hold,
            CompletableFuture<Void> acknowledged,
            boolean isRequest,
            int replyRoom) {
        Encoded asRequest(int room) {
            return new Encoded(header, sections, hold, acknowledged, true, room);
        }
    }

    /**
     * Accepts a message or not. The hold on its memory passes to the session if it does.
     *
     * @param waitNanos how long it may wait for room
     * @param always whether it is accepted even if there is no room
     */
    abstract SendResult offer(Encoded message, long waitNanos, boolean always) throws InterruptedException;

    /** Hands a message that was received, in its turn, to who waits for it or to dispatch. */
    final void deliver(ReceivedMessage message) {
        if (!requests.take(message)) {
            endpoint.dispatch().received(message);
        }
    }

    private Encoded encode(Message message, long tid, CompletableFuture<Void> acknowledged) {
        MessageHeader header = message.header();
        Sections sections;
        if (message instanceof ReceivedMessage received) {
            sections = received.sections();
        } else if (message.body() != null) {
            return encodeBody(message.body(), header, tid, acknowledged);
        } else {
            sections = new Sections(message.front(), message.middle(), message.data());
        }
        return encoded(header, tid, sections, acknowledged);
    }

    private <T> Encoded encodeBody(T body, MessageHeader header, long tid, CompletableFuture<Void> acknowledged) {
        MessageType<T> type = endpoint.runtime().types().forBody(body);
        long features = features() == 0 ? policy().featuresSupported() : features();
        MessageHeader typed = new MessageHeader(
                type.number(),
                header.priority(),
                header.tid(),
                type.version(),
                type.compatVersion(),
                header.dataOffset(),
                header.source(),
                0,
                header.reserved());
        return encoded(typed, tid, type.encode(body, features), acknowledged);
    }

    private Encoded encoded(MessageHeader header, long tid, Sections sections, CompletableFuture<Void> acknowledged) {
        Limits.check("front", sections.front().remaining(), Limits.MAX_FRONT);
        Limits.check("middle", sections.middle().remaining(), Limits.MAX_MIDDLE);
        Limits.check("data", sections.data().remaining(), Limits.MAX_DATA);
        return new Encoded(
                StoredMessage.completed(header, tid, endpoint.settings().defaultPriority(), endpoint.name()),
                sections,
                endpoint.runtime().memory().hold(sections),
                acknowledged,
                false,
                0);
    }

    @Override
    public final SendResult trySend(Message message) {
        return tryOffer(encode(message, message.tid(), null), false);
    }

    private SendResult tryOffer(Encoded message, boolean always) {
        try {
            return accept(message, NOT_AT_ALL, always);
        } catch (InterruptedException e) {
            throw new AssertionError("an offer that does not wait was interrupted", e);
        }
    }

    private SendResult accept(Encoded message, long waitNanos, boolean always) throws InterruptedException {
        SendResult result = SendResult.CLOSED;
        try {
            result = offer(message, waitNanos, always);
            return result;
        } finally {
            if (result != SendResult.ACCEPTED) {
                message.hold().release();
            }
        }
    }

    @Override
    public final SendResult send(Message message) throws InterruptedException {
        return send(message, endpoint.settings().sendTimeout());
    }

    @Override
    public final SendResult send(Message message, Duration timeout) throws InterruptedException {
        return accept(
                encode(message, message.tid(), null),
                endpoint.dispatch().isDispatching() ? NOT_AT_ALL : timeout.toNanos(),
                false);
    }

    @Override
    public final CompletableFuture<Void> sendAcknowledged(Message message) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        SendResult result = tryOffer(encode(message, message.tid(), acknowledged), false);
        return result == SendResult.ACCEPTED ? acknowledged : CompletableFuture.failedFuture(notSent(result));
    }

    @Override
    public final CompletableFuture<Message> request(Message message, Duration timeout) {
        long tid = message.tid() == 0 ? requests.nextTid() : message.tid();
        Encoded encoded = encode(message, tid, null).asRequest(message.replyRoom());
        CompletableFuture<Message> reply;
        try {
            reply = requests.expect(tid, timeout);
        } catch (IllegalArgumentException e) {
            encoded.hold().release();
            throw e;
        }
        SendResult result = tryOffer(encoded, false);
        if (result != SendResult.ACCEPTED) {
            reply.completeExceptionally(notSent(result));
        } else if (isClosed()) {
            reply.completeExceptionally(new SessionLostException(
                    "the session with " + peerName() + " at " + peerAddress() + " ended before the reply came"));
        }
        return reply;
    }

    private NotSentException notSent(SendResult result) {
        return new NotSentException(
                "message to " + peerName() + " at " + peerAddress() + " was not accepted: "
                        + (result == SendResult.CLOSED
                                ? "the session has ended; connect again"
                                : "the store is full; try later, or raise store.messages or store.bytes"),
                result);
    }

    @Override
    public final SendResult sendReply(Message request, Message reply) {
        if (!(request instanceof ReceivedMessage received) || received.connection() != this) {
            throw new IllegalArgumentException("the request (type " + request.type() + ", tid " + request.tid()
                    + ") did not come by this session with " + peerName() + "; reply on request.connection()");
        }
        Encoded encoded = encode(reply, request.tid(), null);
        boolean first = received.firstReply();
        SendResult result;
        if (first && received.replyByHook(new EncodedMessage(encoded, this))) {
            encoded.hold().release();
            result = SendResult.ACCEPTED;
        } else {
            result = tryOffer(encoded, first);
        }
        if (result != SendResult.BACK_PRESSURED) {
            request.release();
        }
        return result;
    }

    @Override
    public final Object attachment() {
        return attachment;
    }

    @Override
    public final void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public String toString() {
        return peerName() + " at " + peerAddress();
    }
}
