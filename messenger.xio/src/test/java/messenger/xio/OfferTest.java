package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import messenger.api.Sections;
import messenger.conformance.wire.TestMessage;
import messenger.spi.LinkFault;
import messenger.spi.MemoryLease;
import messenger.spi.OutgoingMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that the peer is to fetch: how much of it, where it lies, and how long it is kept. */
@Timeout(60)
class OfferTest {
    private static final int LARGE = 20_000;
    private static final byte[] NONE = {};

    /** What the worker keeps for itself, leased before anything else. */
    private static final int STAGING = 64 * 1024;

    private static OutgoingMessage message(long seq, ByteBuffer data) {
        return new TestMessage(
                TestMessage.header(seq), new Sections(ByteBuffer.allocate(0), ByteBuffer.allocate(0), data));
    }

    private static OutgoingMessage message(long seq, int data) {
        return message(seq, ByteBuffer.wrap(XioRig.count(data)));
    }

    private static byte[] offer(long seq, byte[] data, long at, int number) {
        return XioRig.join(
                XioRig.head(
                        seq,
                        NONE,
                        NONE,
                        data,
                        "u8:1 le64:7 le64:" + (ScriptedPair.REMOTE_BASE + at) + " le32:" + number),
                XioRig.footer(NONE, NONE, data));
    }

    @Test
    void offersAreBoundedByTransferDepth() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small().transferDepth(2))) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, LARGE)));
            assertTrue(opened.link().send(message(2, LARGE)));
            assertFalse(opened.link().send(message(3, LARGE)), "two are to be fetched");
            assertFalse(opened.link().send(message(3, 10)), "order is kept");
            opened.link().flush();
            assertEquals(2 * LARGE, opened.link().state().pendingOut);
            assertEquals(3, rig.memory.leased());
            opened.peer().send("u8:4 le32:0");
            rig.settle();
            assertEquals("writable", opened.core().all.getLast());
            assertEquals(LARGE, opened.link().state().pendingOut);
            assertEquals(2, rig.memory.leased());
            assertTrue(opened.link().send(message(3, LARGE)));
        }
    }

    @Test
    void offersAreBoundedByPendingBytes() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small().pendingOut(LARGE))) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, LARGE)));
            assertTrue(opened.link().send(message(2, LARGE)), "one more, lest large ones come one at a time");
            assertFalse(opened.link().send(message(3, LARGE)));
        }
    }

    @Test
    void dataInRegisteredMemoryIsOfferedWhereItLies() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            MemoryLease lease = rig.memory.lease(LARGE + 100);
            byte[] content = XioRig.count(LARGE);
            ByteBuffer data = lease.bytes().position(100).slice().put(0, content);
            assertTrue(opened.link().send(message(1, data)));
            opened.link().flush();
            assertEquals(2, rig.memory.leased(), "nothing was copied");
            assertArrayEquals(offer(1, content, STAGING + 100, 0), opened.peer().next(Integer.MAX_VALUE));
            lease.release();
            assertEquals(2, rig.memory.leased(), "the link holds it, too");
            assertArrayEquals(content, rig.memory.read(STAGING + 100, LARGE));
            opened.peer().send("u8:4 le32:0");
            rig.settle();
            assertEquals(1, rig.memory.leased());
        }
    }

    @Test
    void dataElsewhereIsCopiedIntoRegisteredMemory() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            byte[] content = XioRig.count(LARGE);
            assertTrue(opened.link().send(message(1, LARGE)));
            opened.link().flush();
            assertArrayEquals(offer(1, content, STAGING, 0), opened.peer().next(Integer.MAX_VALUE));
            assertArrayEquals(content, rig.memory.read(STAGING, LARGE));
        }
    }

    @Test
    void dataIsSentWhileThereIsNoRegisteredMemory() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            XioRig.Opened opened = rig.open(4096, 32, 32);
            rig.memory.empty(true);
            assertTrue(opened.link().send(message(1, LARGE)));
            opened.link().flush();
            assertArrayEquals(
                    XioRig.message(1, NONE, NONE, XioRig.count(LARGE)),
                    opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void dataIsSentWhereMemoryCannotBeExported() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            XioRig.Opened opened = rig.open(4096, 32, 32);
            opened.peer().pair.exportNothing();
            assertTrue(opened.link().send(message(1, LARGE)));
            opened.link().flush();
            assertEquals(1, rig.memory.leased(), "the copy was given back");
            assertArrayEquals(
                    XioRig.message(1, NONE, NONE, XioRig.count(LARGE)),
                    opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void smallDataIsSent() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small().transferMin(1000))) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, 999)));
            assertTrue(opened.link().send(message(2, 1000)));
            opened.link().flush();
            assertArrayEquals(
                    XioRig.join(
                            XioRig.message(1, NONE, NONE, XioRig.count(999)), offer(2, XioRig.count(1000), STAGING, 0)),
                    opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void memoryStaysUntilThePeerCanReachItNoMore() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, LARGE)));
            opened.link().flush();
            opened.peer().pair.linger();
            opened.link().close(LinkFault.local("enough"));
            rig.settle();
            assertEquals(LinkFault.local("enough"), opened.peer().pair.fault());
            assertEquals(2, rig.memory.leased(), "the peer may be reading it");
            assertArrayEquals(XioRig.count(LARGE), rig.memory.read(STAGING, LARGE));
            opened.peer().pair.end();
            rig.settle();
            assertEquals(1, rig.memory.leased());
            assertEquals("closed LOCAL", opened.core().all.getLast());
        }
    }

    @Test
    void nothingIsTakenOnceTheLinkCloses() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.link().close(LinkFault.local("enough"));
            assertFalse(opened.link().send(message(1, LARGE)));
            rig.settle();
            assertFalse(opened.link().send(message(1, LARGE)));
            assertEquals(1, rig.memory.leased());
        }
    }
}
