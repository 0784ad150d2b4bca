package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import messenger.spi.IncomingMessage;
import messenger.spi.LinkFault;
import messenger.spi.MessageMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that this side fetches: into the pool's memory, or piece by piece while it has none. */
@Timeout(60)
class FetchTest {
    private static final int PIECE = 256 * 1024;
    private static final int STAGE = 64 * 1024;
    private static final byte[] NONE = {};

    private static byte[] head(long seq, byte[] data, int number) {
        return XioRig.head(seq, NONE, NONE, data, "u8:1 le64:66 le64:0x5000 le32:" + number);
    }

    private static byte[] footer(byte[] data) {
        return XioRig.footer(NONE, NONE, data);
    }

    /** Ends transfers, each with its part of the data, until none is under way. */
    private static void transferAll(XioRig rig, XioRig.Opened opened, byte[] data) throws InterruptedException {
        while (!opened.peer().pair.reads().isEmpty()) {
            transferNext(opened, data);
            rig.settle();
        }
    }

    private static void transferNext(XioRig.Opened opened, byte[] data) {
        ScriptedPair.Read read = opened.peer().pair.reads().getFirst();
        int from = (int) read.remoteAddress() - 0x5000;
        assertEquals(66, read.remoteKey());
        opened.peer().pair.transferred(Arrays.copyOfRange(data, from, from + read.length()));
    }

    private static void assertReceived(XioRig.Opened opened, byte[] data) {
        IncomingMessage message = opened.core().messages.remove();
        ByteBuffer section = message.sections().data();
        assertEquals(data.length, section.remaining());
        byte[] got = new byte[data.length];
        section.get(0, got);
        assertArrayEquals(data, got);
    }

    @Test
    void largeSectionIsFetchedBySeveralTransfersAtOnce() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small().transferDepth(2))) {
            XioRig.Opened opened = rig.open();
            opened.core().releasing = false;
            byte[] data = XioRig.count(3 * PIECE + 100);
            opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
            rig.settle();
            assertEquals(
                    List.of(PIECE, PIECE),
                    opened.peer().pair.reads().stream()
                            .map(ScriptedPair.Read::length)
                            .toList());
            transferNext(opened, data);
            rig.settle();
            assertEquals(2, opened.peer().pair.reads().size(), "the next begins");
            assertEquals(0, opened.peer().available(), "it is not whole");
            transferAll(rig, opened, data);
            opened.peer().expect("u8:4 le32:0");
            assertEquals(0, rig.memory.allocated(), "no plain memory");
            assertEquals(2, rig.memory.leased());
            var lease = opened.core().messages.element().lease();
            assertReceived(opened, data);
            lease.release();
        }
    }

    @Test
    void withoutRoomInThePoolDataIsFetchedPieceByPiece() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            rig.memory.empty(true);
            byte[] data = XioRig.count(2 * STAGE + 100);
            opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
            rig.settle();
            assertEquals(1, opened.peer().pair.reads().size(), "one piece at a time");
            assertTrue(rig.memory.allocated() <= MessageMemory.MAX_AHEAD, "no memory for what is merely claimed");
            transferAll(rig, opened, data);
            opened.peer().expect("u8:4 le32:0");
            assertNull(opened.core().messages.element().lease());
            assertReceived(opened, data);
        }
    }

    @Test
    void memoryForPiecesFollowsWhatHasArrived() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            rig.memory.empty(true);
            byte[] data = XioRig.count(4 << 20);
            opened.peer().send(head(1, data, 0));
            rig.settle();
            long arrived = 0;
            while (!opened.peer().pair.reads().isEmpty()) {
                arrived += opened.peer().pair.reads().getFirst().length();
                transferNext(opened, data);
                rig.settle();
                assertTrue(rig.memory.allocated() <= 2 * arrived + 2 * MessageMemory.MAX_AHEAD);
            }
            assertEquals(data.length, arrived);
        }
    }

    @Test
    void linksOfAPortalTakeTurnsAtItsMemory() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            List<XioRig.Opened> links = List.of(rig.open(), rig.open(), rig.open());
            rig.memory.empty(true);
            byte[] data = XioRig.count(STAGE + 100);
            for (XioRig.Opened opened : links) {
                opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
                rig.settle();
            }
            for (int i = 0; i < links.size(); i++) {
                for (int j = 0; j < links.size(); j++) {
                    assertEquals(
                            j == i ? 1 : 0, links.get(j).peer().pair.reads().size(), j + " while " + i + " has it");
                }
                transferAll(rig, links.get(i), data);
                assertReceived(links.get(i), data);
            }
        }
    }

    @Test
    void linkThatClosesPassesThePortalsMemoryOn() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            List<XioRig.Opened> links = List.of(rig.open(), rig.open(), rig.open());
            rig.memory.empty(true);
            byte[] data = XioRig.count(STAGE + 100);
            for (XioRig.Opened opened : links) {
                opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
                rig.settle();
            }
            // one that waits, and the one that has it
            links.get(1).link().close(LinkFault.local("enough"));
            links.get(0).peer().pair.linger();
            links.get(0).link().close(LinkFault.local("enough"));
            rig.settle();
            assertEquals(0, links.get(2).peer().pair.reads().size(), "its transfer is still under way");
            links.get(0).peer().pair.end();
            rig.settle();
            assertEquals(1, links.get(2).peer().pair.reads().size());
            transferAll(rig, links.get(2), data);
            assertReceived(links.get(2), data);
        }
    }

    @Test
    void nextOfferThatArrivesWithTheEndOfATransferIsNotMistakenForIt() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            byte[] data = XioRig.count(STAGE);
            opened.peer().send(head(1, data, 5));
            rig.settle();
            rig.fabric.gather();
            transferNext(opened, data);
            opened.peer().send(XioRig.join(footer(data), head(2, data, 6)));
            rig.fabric.release();
            rig.settle();
            opened.peer().expect("u8:4 le32:5");
            transferAll(rig, opened, data);
            opened.peer().expect("u8:4 le32:6");
        }
    }

    @Test
    void whatFollowsAMessageWaitsForItsData() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            byte[] data = XioRig.count(STAGE);
            opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
            opened.peer().send(XioRig.join(XioRig.message(2, NONE, NONE, NONE), ScriptedPeer.bytes("u8:8 le64:1")));
            rig.settle();
            int before = opened.core().all.size();
            transferAll(rig, opened, data);
            assertEquals(
                    "[message 1 type 2 sections 0 0 65536, message 2 type 2 sections 0 0 0, ack 1]",
                    opened.core().all.subList(before, opened.core().all.size()).toString());
        }
    }

    @Test
    void memoryOfAMessageIsCoresOnceItIsReceived() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.core().releasing = false;
            byte[] data = XioRig.count(STAGE);
            opened.peer().send(XioRig.join(head(1, data, 0), footer(data)));
            rig.settle();
            transferAll(rig, opened, data);
            opened.link().close(LinkFault.local("enough"));
            rig.settle();
            assertEquals(2, rig.memory.leased(), "the link ends, its messages do not");
            assertNotNull(opened.core().fault);
            var lease = opened.core().messages.element().lease();
            assertReceived(opened, data);
            lease.release();
        }
    }

    @Test
    void memoryThatADeviceWritesToIsKeptUntilTheQueuePairHasClosed() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.peer().send(head(1, XioRig.count(STAGE), 0));
            rig.settle();
            opened.peer().pair.linger();
            opened.link().close(LinkFault.local("enough"));
            rig.settle();
            assertEquals(2, rig.memory.leased());
            opened.peer().pair.end();
            rig.settle();
            assertEquals(1, rig.memory.leased());
        }
    }

    @Test
    void withoutAnyRegisteredMemoryThePeerIsToldNotToOffer() throws Exception {
        // a portal's own memory is larger than all there is
        try (XioRig rig = new XioRig(TestSettings.small(), new LeasingMemory(4096))) {
            assertEquals(0, rig.fabric.ask(XioRig.greeting(1024, 8)).answer()[14], "flags");
        }
    }
}
