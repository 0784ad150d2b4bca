package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.ScriptedCore;
import messenger.conformance.wire.TestMessage;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;
import messenger.spi.Link;
import messenger.spi.LinkFault;

/** A messenger on a {@link ScriptedFabric}, with links that are through their handshake. */
final class XioRig implements AutoCloseable {
    private static final int MEMORY = 4 << 20;
    private static final String CONNECT = "u8:2 le64:0x3f01cfbdfffdffff le32:8 le32:1 le32:0 le32:1 le32:0 le32:0 u8:0";
    private static final int REPLY_LENGTH = 27;
    private static final int HELLO_LENGTH = 273;

    /** A link that the test has dialled: its other end, where it reports, and itself. */
    record Opened(ScriptedPeer peer, RecordingHandler core, Link link) {
        /** Why it has closed, or is about to. */
        LinkFault fault() {
            return core.fault;
        }
    }

    final ScriptedFabric fabric = new ScriptedFabric();
    final LeasingMemory memory;
    final FakeEndpoint endpoint = new FakeEndpoint();
    final AtomicLong now = new AtomicLong(1);
    final XioMessenger messenger;

    XioRig(XioSettings.Builder settings) {
        this(settings, new LeasingMemory(MEMORY));
    }

    XioRig(XioSettings.Builder settings, LeasingMemory memory) {
        this.memory = memory;
        endpoint.memory = memory;
        endpoint.handlers = link -> {
            ScriptedCore core = new ScriptedCore(List.of("reply READY pv=1"), Runnable::run, false);
            core.known.complete(link);
            return core;
        };
        messenger = new XioMessenger(endpoint, settings.build(), fabric, now::get);
    }

    static byte[] greeting(int datagramMax, int credits) {
        return ScriptedPeer.bytes(
                "'MXIO' le16:1 le16:1 le32:" + datagramMax + " le16:" + credits + " le16:1 le16:0 le16:0");
    }

    /** A link whose sides have the smallest sizes. One credit is out that the peer has used in the handshake. */
    Opened open() throws InterruptedException {
        return open(TestSettings.DATAGRAM, TestSettings.CREDITS, TestSettings.CREDITS);
    }

    /** A link to a peer that announces these sizes; {@code agreed} credits are what both sides have. */
    Opened open(int datagramMax, int credits, int agreed) throws InterruptedException {
        Opened opened = connect(datagramMax, credits, agreed);
        opened.peer().send("u8:1 addr:127.0.0.1:0/77");
        settle();
        opened.peer().send(CONNECT);
        settle();
        assertEquals(HELLO_LENGTH + REPLY_LENGTH, opened.peer().next(Integer.MAX_VALUE).length, "handshake");
        opened.peer().credit(2);
        settle();
        return opened;
    }

    /** A link on which nothing has been said. */
    Opened connect(int datagramMax, int credits, int agreed) throws InterruptedException {
        ScriptedFabric.Incoming incoming = fabric.ask(greeting(datagramMax, credits));
        ScriptedPeer peer = new ScriptedPeer(incoming.pair(), agreed);
        peer.pair.connected(new byte[0]);
        settle();
        FakeEndpoint.Accepted accepted = endpoint.accepted.remove();
        return new Opened(peer, accepted.handler(), accepted.link());
    }

    /** Waits until everything has happened that was caused so far. */
    void settle() throws InterruptedException {
        fabric.settle();
    }

    /** Lets time pass, and has the workers notice. */
    void advance(Duration by) throws InterruptedException {
        now.addAndGet(by.toNanos());
        fabric.wake();
        settle();
    }

    /** The link has ended with a fault of the peer's, whose text has these words; others, and memory, are not harmed. */
    void assertFault(Opened opened, String... words) throws InterruptedException {
        settle();
        LinkFault fault = opened.fault();
        assertTrue(fault != null, "the link has ended; events: " + opened.core().all);
        assertEquals(LinkFault.Kind.PROTOCOL, fault.kind(), fault.text());
        for (String word : words) {
            assertTrue(fault.text().contains(word), "'" + word + "' in: " + fault.text());
        }
        assertTrue(fault.text().contains("127.0.0.1"), "names the peer: " + fault.text());
        assertEquals(1, memory.leased(), "only the worker's own memory is leased");
    }

    /** A message as a peer sends it, whose data follows. */
    static byte[] message(long seq, byte[] front, byte[] middle, byte[] data) {
        return join(head(seq, front, middle, data, "u8:0"), front, middle, data, footer(front, middle, data));
    }

    /** Tag, header, and what follows them up to the sections. */
    static byte[] head(long seq, byte[] front, byte[] middle, byte[] data, String then) {
        ByteBuffer head = ByteBuffer.allocate(1 + HeaderCodec.LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 7);
        HeaderCodec.encode(TestMessage.header(seq), front.length, middle.length, data.length, head, 1);
        HeaderCodec.putCrc(head, 1, new Crc32c().of(head.array(), 1, HeaderCodec.CRC_COVERS));
        return join(head.array(), ScriptedPeer.bytes(then));
    }

    static byte[] footer(byte[] front, byte[] middle, byte[] data) {
        Crc32c crc = new Crc32c();
        ByteBuffer footer = ByteBuffer.allocate(FooterCodec.length(false)).order(ByteOrder.LITTLE_ENDIAN);
        FooterCodec.encode(
                crcOf(crc, front), crcOf(crc, middle), crcOf(crc, data), FooterCodec.COMPLETE, false, footer);
        return footer.array();
    }

    private static int crcOf(Crc32c crc, byte[] bytes) {
        return crc.of(bytes, 0, bytes.length);
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                List.of(parts).stream().mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Bytes to be known again. */
    static byte[] count(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Override
    public void close() {
        messenger.close();
        assertTrue(fabric.isClosed());
        assertEquals(0, memory.leased(), "leases after the end");
    }
}
