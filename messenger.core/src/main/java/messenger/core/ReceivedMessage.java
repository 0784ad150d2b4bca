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
import messenger.spi.SectionLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message on its way from a link to a Dispatcher. A task of the session's receiving strand until it is there. */
final class ReceivedMessage implements Message, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedMessage.class);
    private static final VarHandle RELEASED = Fields.of(MethodHandles.lookup(), "released", boolean.class);
    private static final VarHandle REPLIED = Fields.of(MethodHandles.lookup(), "replied", boolean.class);

    private final MessageHeader header;
    private final ReceivedContent content;
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
    private long dispatched;
    private long completed;
    private volatile boolean retained;
    private boolean passed;
    private volatile MessageTypes.Decoded decoded;
    private Inbox inbox;
    private LinkDriver source;

    /**
     * A message.
     *
     * @param hold on the memory in which the sections lie; passes to the message
     * @param charged the throttles that hold its length, or null if it passed none
     */
    ReceivedMessage(
            MessageHeader header,
            Sections sections,
            SectionLeases hold,
            CoreConnection connection,
            HookReference hook,
            ThrottleChain charged) {
        this.header = header;
        this.content = new ReceivedContent(sections, hold);
        this.connection = connection;
        this.hook = hook;
        this.charged = charged;
        this.clock = connection.endpoint().timers();
        this.received = clock.nanoTime();
        this.throttled = received;
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
        Sections sections = content.sections();
        return new Sections(
                sections.front().duplicate(),
                sections.middle().duplicate(),
                sections.data().duplicate());
    }

    long length() {
        return content.length();
    }

    long receivedNanos() {
        return received;
    }

    /** Begins to be dispatched. */
    void dispatching() {
        dispatched = clock.nanoTime();
        // why there is no body is said to who asks
        if (connection.endpoint().runtime().types().knows(header.type())) {
            decode();
        }
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
        content.dispatched();
    }

    /** Goes to whoever waits for it as a reply, who need not release it. */
    void answer() {
        // first, as a body may refer to the content
        content.keptForGood(connection.endpoint().runtime().memory());
        dispatching();
        dispatchedOnce();
    }

    /** Will not be dispatched. */
    void drop() {
        retained = false;
        dispatchedOnce();
    }

    /** Was not admitted by the throttles before its link closed, so that it holds nothing of theirs. */
    void discard() {
        content.released();
        content.dispatched();
    }

    private MessageTypes.Decoded decode() {
        MessageTypes.Decoded known = decoded;
        return known == null ? decodeOnce() : known;
    }

    private synchronized MessageTypes.Decoded decodeOnce() {
        if (decoded == null) {
            MessageTypes types = connection.endpoint().runtime().types();
            // an unknown type needs no content, which may have gone
            decoded =
                    types.knows(header.type()) ? types.decode(header, readOnly()) : MessageTypes.unknown(header.type());
        }
        return decoded;
    }

    /** A body may refer to content that has moved. */
    private synchronized void forgetBody() {
        decoded = null;
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
        try {
            return live != null && live.reply(reply);
        } catch (RuntimeException | Error e) {
            LOG.error("a reply hook failed; the reply travels as an ordinary message", e);
            return false;
        }
    }

    @Override
    public MessageHeader header() {
        return header;
    }

    @Override
    public ByteBuffer front() {
        return content.sections().front().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer middle() {
        return content.sections().middle().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer data() {
        return content.sections().data().asReadOnlyBuffer();
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
        if (content.kept(connection.endpoint().runtime().memory())) {
            forgetBody();
        }
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
            content.released();
        }
    }

    @Override
    public String toString() {
        return "type " + header.type() + " seq " + header.seq() + " tid " + header.tid() + ", " + length()
                + " bytes, from " + header.source();
    }
}
