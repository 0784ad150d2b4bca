package messenger.api;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Builds a {@link Message} to be sent. Not thread safe; what it builds is. */
public final class MessageBuilder {
    private final int type;
    private final Object body;
    private int priority;
    private long tid;
    private int version = 1;
    private int compatVersion;
    private int dataOffset;
    private int reserved;
    private int replyRoom;
    private EntityName source;
    private Sections sections = Sections.empty();

    MessageBuilder(int type, Object body) {
        this.type = type;
        this.body = body;
    }

    static MessageBuilder copyOf(Message message) {
        MessageHeader header = message.header();
        MessageBuilder copy = new MessageBuilder(header.type(), message instanceof Draft draft ? draft.body() : null);
        copy.priority = header.priority();
        copy.tid = header.tid();
        copy.version = header.version();
        copy.compatVersion = header.compatVersion();
        copy.dataOffset = header.dataOffset();
        copy.reserved = header.reserved();
        copy.source = header.source();
        copy.replyRoom = message.replyRoom();
        copy.sections = new Sections(message.front(), message.middle(), message.data());
        return copy;
    }

    /** See {@link Priority}; 0, the default, means the endpoint's default priority. */
    public MessageBuilder priority(int newPriority) {
        priority = newPriority;
        return this;
    }

    /** Transaction id; 0, the default, means none, and {@link Connection#request} then chooses one. */
    public MessageBuilder tid(long newTid) {
        tid = newTid;
        return this;
    }

    /** Version of the encoding of raw sections, and the oldest that a reader must know. */
    public MessageBuilder version(int newVersion, int newCompatVersion) {
        version = newVersion;
        compatVersion = newCompatVersion;
        return this;
    }

    public MessageBuilder dataOffset(int newDataOffset) {
        dataOffset = newDataOffset;
        return this;
    }

    /** Who the message says it is from; null, the default, means the endpoint's own name. */
    public MessageBuilder source(EntityName newSource) {
        source = newSource;
        return this;
    }

    /**
     * A hint for {@link Connection#request}: how much data is expected in the reply, so that the transport can have memory
     * ready in which the peer puts it. A reply with more data arrives too.
     *
     * @param bytes 0, the default, for little or none
     * @throws IllegalArgumentException if it is negative
     */
    public MessageBuilder replyRoom(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("room for a reply of " + bytes + " bytes; allowed: 0 or more");
        }
        replyRoom = bytes;
        return this;
    }

    /** The content, from position to limit of each buffer; the buffers must not be written to any more. */
    public MessageBuilder sections(Sections newSections) {
        sections = Objects.requireNonNull(newSections, "sections");
        return this;
    }

    public MessageBuilder front(ByteBuffer front) {
        return sections(new Sections(front, sections.middle(), sections.data()));
    }

    public MessageBuilder middle(ByteBuffer middle) {
        return sections(new Sections(sections.front(), middle, sections.data()));
    }

    public MessageBuilder data(ByteBuffer data) {
        return sections(new Sections(sections.front(), sections.middle(), data));
    }

    /**
     * Builds the message.
     *
     * @throws IllegalArgumentException if a header field is out of its range
     */
    public Message build() {
        return new Draft(
                new MessageHeader(type, priority, tid, version, compatVersion, dataOffset, source, 0, reserved),
                sections,
                body,
                replyRoom);
    }
}
