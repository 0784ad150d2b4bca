package messenger.spi;

import java.nio.ByteBuffer;
import messenger.api.MessageHeader;
import messenger.api.Sections;

/**
 * A message as a link sends it: encoded once, sent as often as reconnects ask for. Read by one thread at a time.
 *
 * <p>A link neither writes to the sections nor moves their positions or limits: it takes duplicates.
 * They stay unchanged until the session forgets the message, which is not before the link closed or the peer
 * acknowledged it (lossless), or the link has taken it (lossy). A link that refers to them, or has a device do so, for longer
 * than that retains {@link #leases} meanwhile; that includes the time from its end until its device has stopped.
 */
public class OutgoingMessage {
    private final Sections sections;
    private final SectionLeases leases;
    private final int replyRoom;
    private final long length;
    private MessageHeader header;
    private int frontCrc;
    private int middleCrc;
    private int dataCrc;
    private boolean frontComputed;
    private boolean dataComputed;

    protected OutgoingMessage(MessageHeader header, Sections sections) {
        this(header, sections, SectionLeases.NONE, 0);
    }

    /**
     * A message.
     *
     * @param leases of the sections; the session holds them until it forgets the message
     * @param replyRoom as {@link #replyRoom()}
     */
    protected OutgoingMessage(MessageHeader header, Sections sections, SectionLeases leases, int replyRoom) {
        this.header = header;
        this.sections = sections;
        this.leases = leases;
        this.replyRoom = replyRoom;
        this.length = sections.length();
    }

    /** Complete, with sequence number and source, once the message is offered to a link. */
    public final MessageHeader header() {
        return header;
    }

    protected final void header(MessageHeader newHeader) {
        header = newHeader;
    }

    public final ByteBuffer front() {
        return sections.front();
    }

    public final ByteBuffer middle() {
        return sections.middle();
    }

    public final ByteBuffer data() {
        return sections.data();
    }

    /** The pooled memory in which sections lie, which a device can be given. */
    public final SectionLeases leases() {
        return leases;
    }

    /** The lease in which the data section lies, or null if it lies elsewhere. */
    public final MemoryLease dataLease() {
        return leases.data();
    }

    /** Bytes of data that a requester expects in the reply, for which the link may provide; 0 if it does not say. */
    public final int replyRoom() {
        return replyRoom;
    }

    /** Bytes of all sections. */
    public final long length() {
        return length;
    }

    /** CRC of the front section, computed at the first call. */
    public final int frontCrc(Crc32c crc) {
        computeFrontAndMiddle(crc);
        return frontCrc;
    }

    /** CRC of the middle section, computed at the first call. */
    public final int middleCrc(Crc32c crc) {
        computeFrontAndMiddle(crc);
        return middleCrc;
    }

    private void computeFrontAndMiddle(Crc32c crc) {
        if (!frontComputed) {
            frontCrc = crc.of(sections.front());
            middleCrc = crc.of(sections.middle());
            frontComputed = true;
        }
    }

    /** CRC of the data section, computed at the first call. */
    public final int dataCrc(Crc32c crc) {
        if (!dataComputed) {
            dataCrc = crc.of(sections.data());
            dataComputed = true;
        }
        return dataCrc;
    }
}
