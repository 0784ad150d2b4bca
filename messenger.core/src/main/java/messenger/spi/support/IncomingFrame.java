package messenger.spi.support;

import java.nio.ByteBuffer;
import messenger.api.MessageHeader;
import messenger.api.Sections;
import messenger.spi.ControlFrame;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;
import messenger.spi.IncomingMessage;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;

/**
 * The message that a link is receiving: header, front, middle, data, footer, checked as they arrive. Used again for each
 * message; holds no memory between two of them. Confined to one thread.
 */
public final class IncomingFrame {
    private final SectionReader reader;
    private final FrameChecks checks;
    private final FrameHeader header = new FrameHeader();
    private ByteBuffer front;
    private ByteBuffer middle;
    private ByteBuffer data;
    /** The pooled memory in which the data lies, or null. */
    private MemoryLease lease;

    public IncomingFrame(MessageMemory memory, FrameChecks checks) {
        this.reader = new SectionReader(memory);
        this.checks = checks;
    }

    /** The header taken last; it changes with the next one. */
    public FrameHeader header() {
        return header;
    }

    /** Whether it is a control frame, and no message. */
    public boolean isControl() {
        return ControlFrame.is(header.message());
    }

    /** Takes a header, which {@code in} has whole. */
    public void takeHeader(ByteBuffer in, String peer) throws LinkFaultException {
        int at = in.position();
        checks.header(in, at, header, peer);
        in.position(at + HeaderCodec.LENGTH);
        reader.begin(header.front());
    }

    /**
     * Data that comes another way: none of it is among the bytes that follow the header.
     *
     * @param in the pooled memory in which it lies, which passes to the frame, or null
     */
    public void putData(ByteBuffer whole, MemoryLease in) {
        data = whole;
        lease = in;
    }

    /**
     * Takes what {@code in} has of the sections.
     *
     * @return whether all are whole
     */
    public boolean takeSections(ByteBuffer in) {
        if (front == null) {
            if (!reader.take(in)) {
                return false;
            }
            front = reader.result();
            reader.begin(header.middle());
        }
        if (middle == null) {
            if (!reader.take(in)) {
                return false;
            }
            middle = reader.result();
            reader.begin(header.data(), true);
        }
        if (data == null) {
            if (!reader.take(in)) {
                return false;
            }
            data = reader.result();
            lease = reader.takeLease();
        }
        return true;
    }

    /** Memory of a section to read into directly, followed by {@link #takeSections}; null if there is none. */
    public ByteBuffer target() {
        return reader.target();
    }

    /** Takes the footer, which {@code in} has whole, and checks the sections by it. */
    public IncomingMessage takeFooter(ByteBuffer in, boolean signature, String peer) throws LinkFaultException {
        int at = in.position();
        MessageHeader message = header.message();
        Sections sections = new Sections(front, middle, data);
        checks.footer(message, sections, in, at, signature, peer);
        in.position(at + FooterCodec.length(signature));
        var whole = new IncomingMessage(message, sections, null, lease);
        lease = null;
        reset();
        return whole;
    }

    /** Forgets the message. */
    public void reset() {
        header.set(null, 0, 0, 0);
        front = null;
        middle = null;
        data = null;
        if (lease != null) {
            lease.release();
            lease = null;
        }
        reader.begin(0);
    }
}
