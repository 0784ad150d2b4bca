package messenger.spi.support;

import java.nio.ByteBuffer;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import messenger.api.Sections;
import messenger.spi.ControlFrame;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;

/**
 * Checks headers and footers of messages that arrive (messenger v1: ceph_msg_header, ceph_msg_footer). Confined to one
 * thread. Buffers are little endian; positions are absolute and stay.
 */
public final class FrameChecks {
    private final FrameRules rules;
    private final Crc32c crc;
    /** Who sent the last message, as most messages of a link are from one party. */
    private EntityName source;

    public FrameChecks(FrameRules rules, Crc32c crc) {
        this.rules = rules;
        this.crc = crc;
    }

    /**
     * Reads a header.
     *
     * @param into what takes it
     * @param peer named in the fault
     * @throws LinkFaultException if its CRC is wrong, or if it claims a section that is too large
     */
    void header(ByteBuffer in, int at, FrameHeader into, String peer) throws LinkFaultException {
        if (rules.crcHeader()) {
            int computed = crc.of(in, at, HeaderCodec.CRC_COVERS);
            checkCrc("header", null, HeaderCodec.crc(in, at), computed, "crc.header", peer);
        }
        MessageHeader message = HeaderCodec.decode(in, at, source);
        source = message.source();
        if (ControlFrame.is(message)) {
            into.set(message, controlLength(in, at, peer), 0, 0);
            return;
        }
        int front = length("front", HeaderCodec.frontLength(in, at), rules.frontMax(), "front.max", peer);
        int middle = length("middle", HeaderCodec.middleLength(in, at), rules.middleMax(), "middle.max", peer);
        int data = length("data", HeaderCodec.dataLength(in, at), rules.dataMax(), "data.max", peer);
        into.set(message, front, middle, data);
    }

    private static int controlLength(ByteBuffer in, int at, String peer) throws LinkFaultException {
        long front = HeaderCodec.frontLength(in, at);
        if (front < 1
                || front > ControlFrame.MAX
                || HeaderCodec.middleLength(in, at) + HeaderCodec.dataLength(in, at) > 0) {
            throw LinkFaultException.protocol(
                    peer,
                    "claims a control frame with a front of " + front + " bytes, or with other sections; allowed: 1 to "
                            + ControlFrame.MAX + ", and no others; check the versions of both sides");
        }
        return (int) front;
    }

    private int length(String section, long claimed, int max, String setting, String peer) throws LinkFaultException {
        if (claimed > max) {
            throw LinkFaultException.protocol(
                    peer,
                    "claims a " + section + " section of " + claimed + " bytes, more than the " + max
                            + " allowed; if it is meant, raise " + setting + " of " + rules.pid());
        }
        return (int) claimed;
    }

    /**
     * Checks the sections by their footer.
     *
     * @param signature whether the footer has a signature field
     * @throws LinkFaultException if the message was not sent to its end, or a CRC is wrong
     */
    public void footer(MessageHeader header, Sections sections, ByteBuffer in, int at, boolean signature, String peer)
            throws LinkFaultException {
        int flags = FooterCodec.flags(in, at, signature);
        if ((flags & FooterCodec.COMPLETE) == 0) {
            throw LinkFaultException.protocol(
                    peer,
                    "message " + header.seq() + " of type " + header.type() + " was not sent completely (footer flags "
                            + flags + "); the peer sends it again after a reconnect");
        }
        if (rules.crcHeader()) {
            checkCrc("front", header, FooterCodec.frontCrc(in, at), crc.of(sections.front()), "crc.header", peer);
            checkCrc("middle", header, FooterCodec.middleCrc(in, at), crc.of(sections.middle()), "crc.header", peer);
        }
        if (rules.crcData() && (flags & FooterCodec.NO_CRC) == 0) {
            checkCrc("data", header, FooterCodec.dataCrc(in, at), crc.of(sections.data()), "crc.data", peer);
        }
    }

    private static void checkCrc(String what, MessageHeader header, int said, int computed, String setting, String peer)
            throws LinkFaultException {
        if (said != computed) {
            String message = header == null ? "" : " of message " + header.seq() + ", type " + header.type() + ",";
            throw LinkFaultException.protocol(
                    peer,
                    "CRC of the " + what + message + " is 0x" + Integer.toHexString(computed)
                            + " but was announced as 0x"
                            + Integer.toHexString(said) + "; check the network, and that both sides have the same "
                            + setting);
        }
    }
}
