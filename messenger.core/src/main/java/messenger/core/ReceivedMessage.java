package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageTimes;
import messenger.api.ReplyHook;
import messenger.api.Sections;

/** A message on its way from a link to a Dispatcher. A task of the session's receiving strand until it is there. */
final class ReceivedMessage implements Message, Runnable {
    private static final VarHandle RELEASED = flag("released");
    private static final VarHandle REPLIED = flag("replied");

    private final MessageHeader header;
    private final Sections sections;
    private final long length;
    private final CoreConnection connection;
    private final HookReference hook;
    private final ThrottleChain charged;
    private final Timers clock;
    private final long received;

    @SuppressWarnings("unused") // by RELEASED
    private volatile boolean released;

    @SuppressWarnings("unused") // by REPLIED
    private volatile boolean replied;

    private long throttled;
    private volatile long dispatched;
    private volatile long completed;
    private volatile boolean retained;
    private boolean passed;
    private MessageTypes.Decoded decoded;
    private Inbox inbox;
    private LinkDriver source;

    /**
     * A message.
     *
     * @param charged the throttles that hold its length, or null if it passed none
     */
    ReceivedMessage(
            MessageHeader header,
            Sections sections,
            CoreConnection connection,
            HookReference hook,
            ThrottleChain charged) {
        this.header = header;
        this.sections = sections;
        this.length = sections.length();
        this.connection = connection;
        this.hook = hook;
        this.charged = charged;
        this.clock = connection.endpoint().timers();
        this.received = clock.nanoTime();
        this.throttled = received;
    }

    private static VarHandle flag(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(ReceivedMessage.class, field, boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** It had to wait for the throttles until now. */
    void admittedLate() {
        throttled = clock.nanoTime();
    }

    /** Where it goes; the link is forgotten once it is there. */
    void route(Inbox to, LinkDriver from) {
        inbox = to;
        source = from;
    }

    @Override
    public void run() {
        LinkDriver from = source;
        source = null;
        inbox.take(this, from);
    }

    /** Views of the content, to be sent on. */
    Sections sections() {
        return new Sections(
                sections.front().duplicate(),
                sections.middle().duplicate(),
                sections.data().duplicate());
    }

    long length() {
        return length;
    }

    long receivedNanos() {
        return received;
    }

    /** Begins to be dispatched. */
    void dispatching() {
        dispatched = clock.nanoTime();
        decode();
    }

    /** Has been dispatched: its share of the queue is returned, and the rest unless somebody retains it. */
    void dispatchedOnce() {
        if (charged != null && !passed) {
            charged.dispatched(length());
        }
        passed = true;
        if (!retained) {
            release();
        }
    }

    /** Will not be dispatched. */
    void drop() {
        retained = false;
        dispatchedOnce();
    }

    private synchronized MessageTypes.Decoded decode() {
        if (decoded == null) {
            decoded = connection.endpoint().runtime().types().decode(header, readOnly());
        }
        return decoded;
    }

    private Sections readOnly() {
        return new Sections(front(), middle(), data());
    }

    /** Whether this is the first reply to it. */
    boolean firstReply() {
        return REPLIED.compareAndSet(this, false, true);
    }

    /** Tries to reply by the transport's own way. */
    boolean replyByHook(Message reply) {
        ReplyHook live = hook == null ? null : hook.get();
        return live != null && live.reply(reply);
    }

    @Override
    public MessageHeader header() {
        return header;
    }

    @Override
    public ByteBuffer front() {
        return sections.front().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer middle() {
        return sections.middle().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer data() {
        return sections.data().asReadOnlyBuffer();
    }

    @Override
    public Object body() {
        return decode().body();
    }

    @Override
    public Optional<String> opaqueReason() {
        return Optional.ofNullable(decode().reason());
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public MessageTimes times() {
        return new MessageTimes(received, throttled, dispatched, completed);
    }

    @Override
    public void retain() {
        retained = true;
    }

    @Override
    public void release() {
        if (RELEASED.compareAndSet(this, false, true)) {
            completed = clock.nanoTime();
            if (charged != null) {
                charged.completed(length());
            }
            if (hook != null) {
                hook.complete();
            }
        }
    }

    @Override
    public String toString() {
        return "type " + header.type() + " seq " + header.seq() + " tid " + header.tid() + ", " + length()
                + " bytes, from " + header.source();
    }
}
