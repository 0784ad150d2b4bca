package messenger.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.api.EntityType;

/**
 * What begins or resumes a session (messenger v1: ceph_msg_connect, ceph_msg_connect_reply), little endian.
 *
 * <pre>
 * connect, 33 bytes:       0 features u64      8 host_type u32      12 global_seq u32  16 connect_seq u32
 *                         20 protocol_version u32  24 authorizer_protocol u32  28 authorizer_len u32  32 flags u8
 * connect_reply, 26 bytes: 0 tag u8            1 features u64        9 global_seq u32  13 connect_seq u32
 *                         17 protocol_version u32  21 authorizer_len u32              25 flags u8
 * </pre>
 *
 * <p>Behind both follow as many bytes of the authorizer as announced. Of the flags, bit 0 says lossy (messenger v1). Two
 * more are set between endpoints of this project only: bit 1, that control frames are taken; bit 2 of a connect, that the
 * last 16 bytes of what is announced as authorizer are the id of the session to be resumed. A dialler sets bit 2 only if the
 * same peer has set bit 1 before. Methods that decode take absolute
 * positions and expect a little-endian buffer.
 */
public final class ConnectCodec {
    private static final int FEATURES = 0;
    private static final int HOST_TYPE = FEATURES + Long.BYTES;
    private static final int GLOBAL_SEQ = HOST_TYPE + Integer.BYTES;
    private static final int CONNECT_SEQ = GLOBAL_SEQ + Integer.BYTES;
    private static final int PROTOCOL_VERSION = CONNECT_SEQ + Integer.BYTES;
    private static final int AUTHORIZER_PROTOCOL = PROTOCOL_VERSION + Integer.BYTES;
    private static final int AUTHORIZER_LENGTH = AUTHORIZER_PROTOCOL + Integer.BYTES;
    private static final int FLAGS = AUTHORIZER_LENGTH + Integer.BYTES;
    /** Bytes of a connect without its authorizer. */
    public static final int CONNECT_LENGTH = FLAGS + Byte.BYTES;

    private static final int REPLY_TAG = 0;
    private static final int REPLY_FEATURES = REPLY_TAG + Byte.BYTES;
    private static final int REPLY_GLOBAL_SEQ = REPLY_FEATURES + Long.BYTES;
    private static final int REPLY_CONNECT_SEQ = REPLY_GLOBAL_SEQ + Integer.BYTES;
    private static final int REPLY_PROTOCOL_VERSION = REPLY_CONNECT_SEQ + Integer.BYTES;
    private static final int REPLY_AUTHORIZER_LENGTH = REPLY_PROTOCOL_VERSION + Integer.BYTES;
    private static final int REPLY_FLAGS = REPLY_AUTHORIZER_LENGTH + Integer.BYTES;
    /** Bytes of a reply without its authorizer. */
    public static final int REPLY_LENGTH = REPLY_FLAGS + Byte.BYTES;

    private static final int FLAG_LOSSY = 1;
    private static final int FLAG_CONTROL = 2;
    private static final int FLAG_SESSION = 4;

    private ConnectCodec() {}

    /** A connect with its authorizer, from 0 to the limit of a buffer of its own. */
    public static ByteBuffer encode(Connect connect) {
        byte[] authorizer = connect.authorizer().bytes();
        SessionId session = connect.session();
        int flags = flags(connect.lossy(), connect.control()) | (session == null ? 0 : FLAG_SESSION);
        int length = authorizer.length + (session == null ? 0 : SessionId.LENGTH);
        ByteBuffer to = buffer(CONNECT_LENGTH + length)
                .putLong(connect.features())
                .putInt(connect.hostType().code())
                .putInt((int) connect.globalSeq())
                .putInt((int) connect.connectSeq())
                .putInt(connect.protocolVersion())
                .putInt(connect.authorizer().protocol())
                .putInt(length)
                .put((byte) flags)
                .put(authorizer);
        if (session != null) {
            session.encode(to);
        }
        return to.flip();
    }

    private static int flags(boolean lossy, boolean control) {
        return (lossy ? FLAG_LOSSY : 0) | (control ? FLAG_CONTROL : 0);
    }

    /** How many of the bytes that are announced as authorizer are the id of a session: 0 or 16. */
    public static int connectSessionLength(ByteBuffer from, int at) {
        return (from.get(at + FLAGS) & FLAG_SESSION) == 0 ? 0 : SessionId.LENGTH;
    }

    /** Length of the authorizer as claimed, 0 to 2^32-1. */
    public static long connectAuthorizerLength(ByteBuffer from, int at) {
        return unsigned32(from, at + AUTHORIZER_LENGTH);
    }

    /** Reads a connect; the buffer has as many bytes of its authorizer, too. */
    public static Connect decodeConnect(ByteBuffer from, int at, int authorizerLength) {
        byte flags = from.get(at + FLAGS);
        boolean resumes = (flags & FLAG_SESSION) != 0 && authorizerLength >= SessionId.LENGTH;
        int proof = resumes ? authorizerLength - SessionId.LENGTH : authorizerLength;
        byte[] authorizer = bytes(from, at + CONNECT_LENGTH, proof);
        int session = at + CONNECT_LENGTH + proof;
        return new Connect(
                from.getLong(at + FEATURES),
                EntityType.ofCode(from.getInt(at + HOST_TYPE)),
                unsigned32(from, at + GLOBAL_SEQ),
                unsigned32(from, at + CONNECT_SEQ),
                from.getInt(at + PROTOCOL_VERSION),
                new AuthorizerData(from.getInt(at + AUTHORIZER_PROTOCOL), authorizer),
                (flags & FLAG_LOSSY) != 0,
                (flags & FLAG_CONTROL) != 0,
                resumes ? new SessionId(from.getLong(session), from.getLong(session + Long.BYTES)) : null);
    }

    /** A reply with its authorizer, from 0 to the limit of a buffer of its own. */
    public static ByteBuffer encode(ConnectReply reply) {
        return buffer(REPLY_LENGTH + reply.authorizer().length)
                .put((byte) reply.tag().code())
                .putLong(reply.features())
                .putInt((int) reply.globalSeq())
                .putInt((int) reply.connectSeq())
                .putInt(reply.protocolVersion())
                .putInt(reply.authorizer().length)
                .put((byte) flags(reply.lossy(), reply.control()))
                .put(reply.authorizer())
                .flip();
    }

    /** Code of the reply's tag, 0 to 255. */
    public static int replyTag(ByteBuffer from, int at) {
        return Byte.toUnsignedInt(from.get(at + REPLY_TAG));
    }

    /** Length of the authorizer as claimed, 0 to 2^32-1. */
    public static long replyAuthorizerLength(ByteBuffer from, int at) {
        return unsigned32(from, at + REPLY_AUTHORIZER_LENGTH);
    }

    /** Reads a reply; the buffer has as many bytes of its authorizer, too. */
    public static ConnectReply decodeReply(ByteBuffer from, int at, ReplyTag tag, int authorizerLength) {
        return new ConnectReply(
                tag,
                from.getLong(at + REPLY_FEATURES),
                unsigned32(from, at + REPLY_GLOBAL_SEQ),
                unsigned32(from, at + REPLY_CONNECT_SEQ),
                from.getInt(at + REPLY_PROTOCOL_VERSION),
                bytes(from, at + REPLY_LENGTH, authorizerLength),
                (from.get(at + REPLY_FLAGS) & FLAG_LOSSY) != 0,
                (from.get(at + REPLY_FLAGS) & FLAG_CONTROL) != 0);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        from.get(at, bytes);
        return bytes;
    }

    private static long unsigned32(ByteBuffer from, int at) {
        return Integer.toUnsignedLong(from.getInt(at));
    }
}
