package messenger.simple;

import java.nio.ByteBuffer;
import messenger.api.MessageHeader;
import messenger.api.Sections;
import messenger.spi.Crc32c;
import messenger.spi.HeaderCodec;
import messenger.spi.IncomingMessage;
import messenger.spi.MessageMemory;

/**
 * The message that a pipe is receiving: header, front, middle, data, footer, checked as they arrive (messenger v1:
 * ceph_msg_header, ceph_msg_footer). Used again for each message; holds no memory between two of them. Confined to the
 * pipe's thread.
 */
final class IncomingFrame {
    private final SectionReader reader;
    private final SimpleSettings settings;
    private final Crc32c crc;
    private MessageHeader header;
    private int frontLength;
    private int middleLength;
    private int dataLength;
    private ByteBuffer front;
    private ByteBuffer middle;
    private ByteBuffer data;

    IncomingFrame(MessageMemory memory, SimpleSettings settings, Crc32c crc) {
        this.reader = new SectionReader(memory);
        this.settings = settings;
        this.crc = crc;
    }

    MessageHeader header() {
        return header;
    }

    /** Bytes of all sections, as the header claims. */
    long length() {
        return (long) frontLength + middleLength + dataLength;
    }

    /** Takes a header, which {@code in} has whole. */
    void takeHeader(ByteBuffer in, String peer) throws PipeFault {
        int at = in.position();
        if (settings.crcHeader()) {
            int computed = crcOf(in, at, HeaderCodec.CRC_COVERS);
            checkCrc("header", HeaderCodec.crc(in, at), computed, "crc.header", peer);
        }
        frontLength = length("front", HeaderCodec.frontLength(in, at), settings.frontMax(), "front.max", peer);
        middleLength = length("middle", HeaderCodec.middleLength(in, at), settings.middleMax(), "middle.max", peer);
        dataLength = length("data", HeaderCodec.dataLength(in, at), settings.dataMax(), "data.max", peer);
        header = HeaderCodec.decode(in, at);
        in.position(at + HeaderCodec.LENGTH);
        reader.begin(frontLength);
    }

    private static int length(String section, long claimed, int max, String setting, String peer) throws PipeFault {
        if (claimed > max) {
            throw PipeFault.protocol(
                    peer,
                    "claims a " + section + " section of " + claimed + " bytes, more than the " + max
                            + " allowed; if it is meant, raise " + setting + " of messenger.simple");
        }
        return (int) claimed;
    }

    /**
     * Takes what {@code in} has of the sections.
     *
     * @return whether all are whole
     */
    boolean takeSections(ByteBuffer in) {
        if (front == null) {
            if (!reader.take(in)) {
                return false;
            }
            front = reader.result();
            reader.begin(middleLength);
        }
        if (middle == null) {
            if (!reader.take(in)) {
                return false;
            }
            middle = reader.result();
            reader.begin(dataLength);
        }
        if (!reader.take(in)) {
            return false;
        }
        data = reader.result();
        return true;
    }

    /** Memory of a section to read into from the socket, followed by {@link #takeSections}; null if there is none. */
    ByteBuffer target() {
        return reader.target();
    }

    /** Takes the footer, which {@code in} has whole, and checks the sections by it. */
    IncomingMessage takeFooter(ByteBuffer in, boolean signature, String peer) throws PipeFault {
        int at = in.position();
        int flags = FooterCodec.flags(in, at, signature);
        if ((flags & FooterCodec.COMPLETE) == 0) {
            throw PipeFault.protocol(
                    peer,
                    "message " + header.seq() + " of type " + header.type() + " was not sent completely (footer flags "
                            + flags + "); the peer sends it again after a reconnect");
        }
        if (settings.crcHeader()) {
            checkCrc("front", FooterCodec.frontCrc(in, at), crc.of(front), "crc.header", peer);
            checkCrc("middle", FooterCodec.middleCrc(in, at), crc.of(middle), "crc.header", peer);
        }
        if (settings.crcData() && (flags & FooterCodec.NO_CRC) == 0) {
            checkCrc("data", FooterCodec.dataCrc(in, at), crc.of(data), "crc.data", peer);
        }
        in.position(at + FooterCodec.length(signature));
        IncomingMessage message = new IncomingMessage(header, new Sections(front, middle, data), null);
        reset();
        return message;
    }

    /** Forgets the message. */
    void reset() {
        header = null;
        front = null;
        middle = null;
        data = null;
        reader.begin(0);
    }

    private int crcOf(ByteBuffer in, int at, int length) {
        int limit = in.limit();
        in.limit(at + length);
        int value = crc.of(in);
        in.limit(limit);
        return value;
    }

    private void checkCrc(String what, int said, int computed, String setting, String peer) throws PipeFault {
        if (said != computed) {
            String message = header == null ? "" : " of message " + header.seq() + ", type " + header.type() + ",";
            throw PipeFault.protocol(
                    peer,
                    "CRC of the " + what + message + " is 0x" + Integer.toHexString(computed)
                            + " but was announced as 0x"
                            + Integer.toHexString(said) + "; check the network, and that both sides have the same "
                            + setting);
        }
    }
}
