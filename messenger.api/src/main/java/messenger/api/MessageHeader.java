package messenger.api;

/**
 * What describes a message besides its sections. The lengths of the sections are those of the buffers themselves.
 *
 * @param type application's number of the message type, unsigned 16 bits
 * @param priority unsigned 16 bits, see {@link Priority}
 * @param tid transaction id, which correlates a reply with its request; 0 when there is none
 * @param version version of the encoding, unsigned 16 bits
 * @param compatVersion oldest version that a reader must know, unsigned 16 bits; 0 means {@code version}
 * @param dataOffset hint at the alignment of the data section within a page, unsigned 16 bits
 * @param source who sends; null in a message under construction, for the endpoint's own name
 * @param seq number within the session, from 1; 0 before it has one
 * @param reserved unsigned 16 bits that travel unread
 */
public record MessageHeader(
        int type,
        int priority,
        long tid,
        int version,
        int compatVersion,
        int dataOffset,
        EntityName source,
        long seq,
        int reserved) {
    public MessageHeader {
        requireUnsigned16("type", type);
        requireUnsigned16("priority", priority);
        requireUnsigned16("version", version);
        requireUnsigned16("compatVersion", compatVersion);
        requireUnsigned16("dataOffset", dataOffset);
        requireUnsigned16("reserved", reserved);
    }

    private static void requireUnsigned16(String field, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(field + " " + value + " is not in 0..65535");
        }
    }

    public MessageHeader withSeq(long newSeq) {
        return new MessageHeader(type, priority, tid, version, compatVersion, dataOffset, source, newSeq, reserved);
    }

    public MessageHeader withTid(long newTid) {
        return new MessageHeader(type, priority, newTid, version, compatVersion, dataOffset, source, seq, reserved);
    }

    public MessageHeader withSource(EntityName newSource) {
        return new MessageHeader(type, priority, tid, version, compatVersion, dataOffset, newSource, seq, reserved);
    }
}
