package messenger.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import messenger.core.memory.MemoryPool;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;
import messenger.spi.IncomingMessage;
import messenger.spi.MemoryLease;
import org.junit.jupiter.api.Test;

/** Messages as they arrive, whole or in pieces, right or faulty. */
class IncomingFrameTest {
    private static final String PEER = "osd.1 at xio://10.0.0.1:6900";
    private static final MessageHeader HEADER =
            new MessageHeader(2001, 127, 5, 1, 1, 0, EntityName.parse("osd.1"), 9, 0);

    private final Crc32c crc = new Crc32c();

    private IncomingFrame frame(FrameRules rules) {
        return new IncomingFrame(ByteBuffer::allocate, new FrameChecks(rules, crc));
    }

    private static FrameRules rules(boolean checked) {
        return new FrameRules("messenger.xio", checked, checked, 4, 4, 4);
    }

    /** Header, sections of the given lengths, footer. */
    private ByteBuffer message(int front, int middle, int data) {
        ByteBuffer bytes = ByteBuffer.allocate(HeaderCodec.LENGTH + 12 + FooterCodec.length(true))
                .order(ByteOrder.LITTLE_ENDIAN);
        HeaderCodec.encode(HEADER, front, middle, data, bytes, 0);
        HeaderCodec.putCrc(bytes, 0, crc.of(bytes.slice(0, HeaderCodec.CRC_COVERS)));
        bytes.position(HeaderCodec.LENGTH);
        int[] sums = new int[3];
        int section = 0;
        for (int length : List.of(front, middle, data)) {
            int at = bytes.position();
            for (int i = 0; i < length; i++) {
                bytes.put((byte) (section + i + 1));
            }
            sums[section++] = crc.of(bytes.slice(at, length));
        }
        FooterCodec.encode(sums[0], sums[1], sums[2], FooterCodec.COMPLETE, true, bytes);
        return bytes.flip();
    }

    private static IncomingMessage take(IncomingFrame frame, ByteBuffer bytes) throws LinkFaultException {
        frame.takeHeader(bytes, PEER);
        assertTrue(frame.takeSections(bytes));
        return frame.takeFooter(bytes, true, PEER);
    }

    private static void expectFault(IncomingFrame frame, ByteBuffer bytes, String... parts) {
        String text = assertThrows(LinkFaultException.class, () -> take(frame, bytes))
                .fault()
                .text();
        assertTrue(text.contains(PEER), text);
        for (String part : parts) {
            assertTrue(text.contains(part), part + " in: " + text);
        }
    }

    @Test
    void wholeMessage() throws Exception {
        ByteBuffer bytes = message(4, 3, 2);
        IncomingFrame frame = frame(rules(true));
        IncomingMessage message = take(frame, bytes);
        assertEquals(HEADER, message.header());
        assertEquals(9, message.sections().length());
        assertFalse(bytes.hasRemaining());
        assertEquals(9, take(frame, message(4, 4, 1)).sections().length(), "the next one");
    }

    @Test
    void sectionsMayArriveByteByByte() throws Exception {
        ByteBuffer bytes = message(4, 0, 4);
        IncomingFrame frame = frame(rules(true));
        frame.takeHeader(bytes, PEER);
        assertEquals(8, frame.header().length());
        int end = bytes.position() + 8;
        for (int at = bytes.position() + 1; at < end; at++) {
            assertFalse(frame.takeSections(bytes.limit(at)));
        }
        assertTrue(frame.takeSections(bytes.limit(end)));
        bytes.limit(bytes.capacity() - 4);
        assertEquals(8, frame.takeFooter(bytes, true, PEER).sections().length());
    }

    @Test
    void dataMayComeAnotherWay() throws Exception {
        ByteBuffer bytes = message(1, 1, 4);
        ByteBuffer data = bytes.slice(HeaderCodec.LENGTH + 2, 4);
        IncomingFrame frame = frame(rules(true));
        frame.takeHeader(bytes, PEER);
        frame.putData(data, null);
        assertTrue(frame.takeSections(bytes));
        assertEquals(HeaderCodec.LENGTH + 2, bytes.position());
        bytes.position(HeaderCodec.LENGTH + 6);
        assertSame(data, frame.takeFooter(bytes, true, PEER).sections().data());
    }

    @Test
    void memoryOfDataPassesToTheMessageOrGoesBack() throws Exception {
        try (var pool = new MemoryPool(MemoryPool.MIN_BOUND)) {
            IncomingFrame frame = frame(rules(true));
            ByteBuffer bytes = message(1, 1, 4);
            MemoryLease lease = pool.lease(4);
            frame.takeHeader(bytes, PEER);
            frame.putData(lease.bytes().put(0, bytes, HeaderCodec.LENGTH + 2, 4), lease);
            assertTrue(frame.takeSections(bytes));
            bytes.position(HeaderCodec.LENGTH + 6);
            assertSame(lease, frame.takeFooter(bytes, true, PEER).lease());
            frame.reset();
            assertEquals(1, pool.state().leases, "it is the message's");
            lease.release();
            frame.putData(ByteBuffer.allocate(4), pool.lease(4));
            frame.reset();
            assertEquals(0, pool.state().leases, "nobody else has it");
        }
    }

    @Test
    void oversizedSectionIsRefusedWithTheSettingThatAllowsIt() {
        expectFault(frame(rules(true)), message(5, 0, 0), "front section of 5 bytes", "front.max of messenger.xio");
        expectFault(frame(rules(true)), message(0, 5, 0), "middle section of 5 bytes", "middle.max of messenger.xio");
        expectFault(frame(rules(true)), message(0, 0, 5), "data section of 5 bytes", "data.max of messenger.xio");
    }

    @Test
    void damageIsNoticed() {
        expectFault(frame(rules(true)), message(1, 1, 1).put(20, (byte) 99), "CRC of the header", "crc.header");
        for (String section : List.of("front", "middle", "data")) {
            int at = HeaderCodec.LENGTH + List.of("front", "middle", "data").indexOf(section);
            expectFault(frame(rules(true)), message(1, 1, 1).put(at, (byte) 99), "CRC of the " + section, "message 9");
        }
    }

    @Test
    void damageIsNotLookedForWithoutCrc() throws Exception {
        ByteBuffer bytes = message(1, 1, 1).put(HeaderCodec.LENGTH, (byte) 99);
        assertEquals(99, take(frame(rules(false)), bytes).sections().front().get(0));
    }

    @Test
    void messageThatWasNotSentToItsEndIsRefused() {
        ByteBuffer bytes = message(1, 1, 1);
        expectFault(frame(rules(true)), bytes.put(bytes.limit() - 1, (byte) 0), "not sent completely");
    }
}
