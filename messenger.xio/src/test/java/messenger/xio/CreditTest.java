package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import messenger.api.Sections;
import messenger.conformance.wire.TestMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.OutgoingMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may send how much, and when it goes on. */
@Timeout(60)
class CreditTest {
    private static final int CREDITS = TestSettings.CREDITS;
    private static final byte[] NONE = {};

    private static OutgoingMessage message(long seq, int front) {
        return new TestMessage(TestMessage.header(seq), Sections.ofFront(ByteBuffer.wrap(XioRig.count(front))));
    }

    @Test
    void senderStopsInTheMiddleOfAMessageAndGoesOnAtItsPlace() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, 20_000)));
            opened.link().flush();
            assertEquals(CREDITS, opened.peer().unreturned(), "as many datagrams as there are credits");
            assertFalse(opened.link().send(message(2, 10)), "not in the middle of another");
            for (int credits : List.of(1, 3, 2, 4)) {
                opened.peer().credit(credits);
                rig.settle();
                assertEquals(CREDITS, opened.peer().unreturned(), "each credit is used once");
            }
            assertFalse(opened.core().all.contains("writable"));
            opened.peer().credit(CREDITS);
            rig.settle();
            byte[] expected = XioRig.message(1, XioRig.count(20_000), NONE, NONE);
            assertArrayEquals(expected, opened.peer().next(Integer.MAX_VALUE));
            assertTrue(opened.core().all.contains("writable"), "core offers the next again");
        }
    }

    @Test
    void lastCreditIsUsed() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            for (int i = 1; i <= CREDITS; i++) {
                assertTrue(opened.link().send(message(i, 10)), "message " + i);
                opened.link().flush();
            }
            assertFalse(opened.link().send(message(9, 10)));
            opened.peer().credit(1);
            rig.settle();
            assertEquals("writable", opened.core().all.getLast());
            assertTrue(opened.link().send(message(9, 10)));
            opened.link().flush();
            assertEquals(CREDITS, opened.peer().unreturned());
        }
    }

    @Test
    void sendBuffersRunOutAndComeBack() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.peer().pair.withhold(2);
            assertTrue(opened.link().send(message(1, 4_000)));
            opened.link().flush();
            assertEquals(2, opened.peer().unreturned());
            opened.peer().pair.giveBack(1);
            rig.settle();
            assertEquals(3, opened.peer().unreturned());
            opened.peer().pair.giveBack(5);
            rig.settle();
            assertArrayEquals(
                    XioRig.message(1, XioRig.count(4_000), NONE, NONE),
                    opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void datagramsAreAsLargeAndCreditsAsManyAsTheLesserOfBothSidesSays() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            XioRig.Opened opened = rig.open(1500, 10, 10);
            assertTrue(opened.link().send(message(1, 100_000)));
            opened.link().flush();
            List<byte[]> datagrams = opened.peer().take();
            assertEquals(10, datagrams.size());
            assertEquals(1500, datagrams.getFirst().length);
        }
    }

    @Test
    void creditsGoBackAtHalfOfWhatBothSidesHave() throws Exception {
        // this side would grant 32
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            XioRig.Opened opened = rig.open(1024, CREDITS, CREDITS);
            int before = opened.peer().returned();
            assertEquals(0, opened.peer().creditDatagrams());
            // one datagram of the handshake is not returned yet
            for (int i = 1; i < CREDITS / 2; i++) {
                assertEquals(before, opened.peer().returned());
                opened.peer().send("u8:8 le64:" + i);
                rig.settle();
            }
            assertEquals(1, opened.peer().creditDatagrams());
            assertEquals(before + CREDITS / 2, opened.peer().returned());
        }
    }

    @Test
    void creditsGoBackForThePiecesOfAMessageThatIsNotWhole() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            int before = opened.peer().returned();
            opened.peer().send(XioRig.head(1, XioRig.count(20_000), NONE, NONE, "u8:0"));
            for (int piece = 0; piece < 2 * CREDITS; piece++) {
                opened.peer().send(new byte[1_000]);
                rig.settle();
            }
            assertNull(opened.core().fault);
            assertTrue(opened.peer().returned() - before > 2 * CREDITS - CREDITS / 2);
        }
    }

    @Test
    void creditsGoBackWithWhatCoreAnswers() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            rig.fabric.gather();
            for (int i = 1; i < CREDITS; i++) {
                opened.peer().send("u8:8 le64:" + i);
            }
            rig.fabric.release();
            rig.settle();
            assertEquals(1, opened.peer().creditDatagrams(), "core said nothing");
            opened.link().ack(5);
            opened.link().flush();
            opened.peer().expect("u8:8 le64:5");
            assertEquals(1 + CREDITS, opened.peer().returned());
        }
    }

    @Test
    void creditDatagramWaitsForASendBuffer() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.peer().pair.withhold(0);
            int before = opened.peer().returned();
            for (int i = 1; i < CREDITS; i++) {
                opened.peer().send("u8:8 le64:" + i);
            }
            rig.settle();
            assertEquals(before, opened.peer().returned());
            opened.peer().pair.giveBack(1);
            rig.settle();
            assertEquals(before + CREDITS, opened.peer().returned());
            assertEquals(1, opened.peer().creditDatagrams());
        }
    }

    @Test
    void creditDatagramsUseUpNoCredit() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, 20_000)));
            opened.link().flush();
            for (int i = 1; i < CREDITS; i++) {
                opened.peer().send("u8:8 le64:" + i);
                rig.settle();
            }
            assertEquals(CREDITS, opened.peer().unreturned());
            assertTrue(opened.peer().creditDatagrams() > 0);
        }
    }

    @Test
    void ofAcknowledgementsThatWaitOnlyTheLastIsSent() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, 9_000)));
            opened.link().ack(1);
            opened.link().keepaliveAck(new KeepaliveStamp(1, 2));
            opened.link().ack(2);
            opened.link().keepaliveAck(new KeepaliveStamp(3, 4));
            opened.link().flush();
            opened.peer().credit(CREDITS);
            rig.settle();
            byte[] expected = XioRig.join(
                    XioRig.message(1, XioRig.count(9_000), NONE, NONE),
                    ScriptedPeer.bytes("u8:8 le64:2 u8:15 le32:3 le32:4"));
            assertArrayEquals(expected, opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void framesThatWaitGoBehindTheMessage() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            assertTrue(opened.link().send(message(1, 9_000)));
            opened.link().keepalive(new KeepaliveStamp(1, 2));
            opened.link().keepalive(new KeepaliveStamp(3, 4));
            opened.link().flush();
            opened.peer().credit(CREDITS);
            rig.settle();
            byte[] expected = XioRig.join(
                    XioRig.message(1, XioRig.count(9_000), NONE, NONE),
                    ScriptedPeer.bytes("u8:14 le32:1 le32:2 u8:14 le32:3 le32:4"));
            assertArrayEquals(expected, opened.peer().next(Integer.MAX_VALUE));
        }
    }

    @Test
    void smallFramesShareADatagram() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.link().ack(1);
            opened.link().send(message(1, 10));
            opened.link().send(message(2, 10));
            assertEquals(0, opened.peer().take().size(), "nothing goes before it is flushed");
            opened.link().flush();
            assertEquals(1, opened.peer().take().size());
        }
    }
}
