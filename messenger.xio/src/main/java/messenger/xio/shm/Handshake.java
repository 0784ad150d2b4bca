package messenger.xio.shm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Packet;

/**
 * The packets that two sides exchange through their socket, little endian. Each begins with u32 magic {@code XSHM}, u16
 * type, u16 version.
 *
 * <pre>
 *  type     from       after the header
 *  HELLO    dialler    settings and private data
 *  ACCEPT   acceptor   settings and private data; with the memfd of its ring
 *  REJECT   acceptor   settings, all 0, and private data
 *  READY    dialler    nothing; with the memfd of its ring
 *  WAKE     both       nothing: look into the ring
 *  EXPORT   both       u64 key, u64 length; with the region's memfd
 *  FORGET   both       u64 key
 *  BYE      both       u32 length, text: why the sender closes
 *
 *  settings and private data: i32 datagramMax, i32 receiveDepth, i32 sendDepth, i32 transferDepth, i32 length of the
 *  private data, u32 0, 56 bytes private data
 * </pre>
 *
 * Each side's ring has as many slots as the other side's receiveDepth, for datagrams as long as the lesser datagramMax.
 */
final class Handshake {
    static final int MAGIC = 'X' | 'S' << 8 | 'H' << 16 | 'M' << 24;
    static final short VERSION = 1;

    static final short HELLO = 1;
    static final short ACCEPT = 2;
    static final short REJECT = 3;
    static final short READY = 4;
    static final short WAKE = 5;
    static final short EXPORT = 6;
    static final short FORGET = 7;
    static final short BYE = 8;

    static final int HEADER = 8;

    /** Bytes of the longest packet. */
    static final int PACKET_MAX = 256;

    private static final int BYE_TEXT_MAX = PACKET_MAX - HEADER - Integer.BYTES;
    private static final int GREETING_SIZE = HEADER + 6 * Integer.BYTES + Fabric.PRIVATE_DATA_MAX;

    private Handshake() {}

    private static ByteBuffer start(short type, int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putShort(type)
                .putShort(VERSION);
    }

    /** HELLO, ACCEPT or REJECT. */
    static Packet greeting(short type, QueueSettings settings, ByteBuffer privateData) {
        ByteBuffer bytes = start(type, GREETING_SIZE)
                .putInt(settings.datagramMax())
                .putInt(settings.receiveDepth())
                .putInt(settings.sendDepth())
                .putInt(settings.transferDepth())
                .putInt(privateData.remaining())
                .putInt(0)
                .put(privateData.duplicate());
        return new Packet(bytes.clear());
    }

    /** READY or WAKE. */
    static Packet empty(short type) {
        return new Packet(start(type, HEADER).flip());
    }

    static Packet export(long key, long length) {
        return new Packet(
                start(EXPORT, HEADER + 16).putLong(key).putLong(length).flip());
    }

    static Packet forget(long key) {
        return new Packet(start(FORGET, HEADER + 8).putLong(key).flip());
    }

    static Packet bye(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, BYE_TEXT_MAX);
        return new Packet(
                start(BYE, PACKET_MAX).putInt(length).put(bytes, 0, length).flip());
    }

    /** Checks the header and returns the type. The position is behind the header then. */
    static short type(ByteBuffer packet) throws RingFault {
        if (packet.remaining() < HEADER) {
            throw new RingFault("it sent a packet of " + packet.remaining() + " bytes; " + HEADER + " is the least");
        }
        int magic = packet.getInt();
        if (magic != MAGIC) {
            throw new RingFault("it does not speak this protocol: magic " + Integer.toHexString(magic) + " instead of "
                    + Integer.toHexString(MAGIC));
        }
        short type = packet.getShort();
        int version = Short.toUnsignedInt(packet.getShort());
        if (version != VERSION) {
            throw new RingFault("it speaks version " + version + " of the shared memory protocol, this side version "
                    + VERSION + "; update the older of the two");
        }
        return type;
    }

    /** What a HELLO, an ACCEPT or a REJECT says; the private data is a copy. */
    record Greeting(QueueSettings settings, ByteBuffer privateData) {}

    static Greeting readGreeting(ByteBuffer packet) throws RingFault {
        need(packet, GREETING_SIZE - HEADER);
        QueueSettings settings = new QueueSettings(packet.getInt(), packet.getInt(), packet.getInt(), packet.getInt());
        int length = packet.getInt();
        packet.getInt();
        if (length < 0 || length > Fabric.PRIVATE_DATA_MAX) {
            throw new RingFault(
                    "it announces " + length + " bytes of private data; " + Fabric.PRIVATE_DATA_MAX + " is the most");
        }
        byte[] copy = new byte[length];
        packet.get(copy);
        return new Greeting(settings, ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The text of a BYE, without control characters. */
    static String readBye(ByteBuffer packet) throws RingFault {
        need(packet, Integer.BYTES);
        int length = packet.getInt();
        if (length < 0 || length > packet.remaining()) {
            throw new RingFault("it announces a text of " + length + " bytes in a packet of " + packet.limit());
        }
        byte[] text = new byte[length];
        packet.get(text);
        return new String(text, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    }

    static void need(ByteBuffer packet, int bytes) throws RingFault {
        if (packet.remaining() < bytes) {
            throw new RingFault("it sent a packet of " + packet.limit() + " bytes, too short for its type");
        }
    }

    /** The ring from one side to the other. */
    static RingLayout ring(QueueSettings sender, QueueSettings receiver) throws RingFault {
        int payload = Math.min(sender.datagramMax(), receiver.datagramMax());
        if (payload < 1 || payload > RingLayout.MAX_PAYLOAD) {
            throw new RingFault("datagrams of " + payload + " bytes are asked for; 1 to " + RingLayout.MAX_PAYLOAD
                    + " are allowed");
        }
        int depth = receiver.receiveDepth();
        if (depth < 1 || depth > RingLayout.MAX_DEPTH) {
            throw new RingFault(
                    "a ring of " + depth + " datagrams is asked for; 1 to " + RingLayout.MAX_DEPTH + " are allowed");
        }
        RingLayout layout = new RingLayout(depth, payload);
        if (layout.size() > RingLayout.MAX_SIZE) {
            throw new RingFault("a ring of " + depth + " datagrams of " + payload + " bytes is asked for; "
                    + RingLayout.MAX_SIZE + " bytes in all are allowed");
        }
        return layout;
    }
}
