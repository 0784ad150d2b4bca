package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.EntityAddress;
import messenger.conformance.wire.RecordingHandler;
import messenger.spi.ConnectReply;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What core does not admit waits, and keeps its sender from sending more. */
@Timeout(60)
class BackPressureTest {
    private static final int CREDITS = TestSettings.CREDITS;
    private static final byte[] NONE = {};
    private static final int PIECE = TestSettings.DATAGRAM - Datagram.HEAD;

    @Test
    void whileCoreRefusesDatagramsWaitAndCreditsAreWithheld() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.core().admitting = false;
            int before = opened.peer().returned();
            byte[] message = XioRig.message(1, XioRig.count(5_000), NONE, NONE);
            opened.peer().sendCut(message, PIECE);
            opened.peer().send("u8:8 le64:3");
            rig.settle();
            assertEquals("refused 1 5000", opened.core().all.getLast());
            assertTrue(opened.link().state().readingPaused);
            assertEquals(before, opened.peer().returned(), "none of the credits");

            opened.core().admitting = true;
            opened.link().resumeReading();
            rig.settle();
            assertEquals(
                    "[resume, message 1 type 2 sections 5000 0 0, ack 3]",
                    opened.core()
                            .all
                            .subList(
                                    opened.core().all.size() - 3,
                                    opened.core().all.size())
                            .toString());
            assertFalse(opened.link().state().readingPaused);
            // five of the message, one of the acknowledgement, and one of the handshake
            assertEquals(before + 7, opened.peer().returned());
        }
    }

    @Test
    void askedInVainItIsRefusedAgain() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.core().admitting = false;
            opened.peer().send(XioRig.message(1, XioRig.count(10), NONE, NONE));
            rig.settle();
            opened.link().resumeReading();
            rig.settle();
            assertEquals(
                    2,
                    opened.core().all.stream()
                            .filter(event -> event.equals("refused 1 10"))
                            .count());
        }
    }

    @Test
    void refusedMessageIsAskedForAgainThoughNothingFollowsItsHead() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.core().admitting = false;
            byte[] data = XioRig.count(20_000);
            opened.peer().send(XioRig.head(1, NONE, NONE, data, "u8:1 le64:1 le64:0 le32:0"));
            rig.settle();
            assertEquals("refused 1 20000", opened.core().all.getLast());
            assertEquals(0, opened.peer().pair.reads().size());

            opened.core().admitting = true;
            opened.link().resumeReading();
            rig.settle();
            assertEquals(1, opened.peer().pair.reads().size(), "the data is fetched at once");
            opened.peer().pair.transferred(data);
            opened.peer().send(XioRig.footer(NONE, NONE, data));
            rig.settle();
            assertEquals(
                    "message 1 type 2 sections 0 0 20000", opened.core().all.getLast());
        }
    }

    @Test
    void whoSendsOnWithoutCreditsEndsItsLink() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.core().admitting = false;
            opened.peer().send(XioRig.head(1, XioRig.count(100_000), NONE, NONE, "u8:0"));
            // one of the handshake is out, too
            for (int i = 0; i < CREDITS - 2; i++) {
                opened.peer().send(new byte[100]);
            }
            rig.settle();
            assertNull(opened.fault());
            opened.peer().send(new byte[100]);
            rig.assertFault(opened, "more than the 8 datagrams", "credits", "anew");
        }
    }

    @Test
    void whatIsReadAlreadyCountsUntilItsCreditsAreReturned() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            opened.peer().pair.withhold(0);
            for (int i = 1; i < CREDITS; i++) {
                opened.peer().send("u8:8 le64:" + i);
            }
            rig.settle();
            assertNull(opened.fault());
            opened.peer().send("u8:8 le64:9");
            rig.assertFault(opened, "more than the 8 datagrams");
        }
    }

    @Test
    void handshakeThatCoreHasNotAnsweredHoldsBackWhatFollows() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            rig.endpoint.handlers = link -> new RecordingHandler();
            XioRig.Opened opened = rig.connect(1024, CREDITS, CREDITS);
            opened.peer().send("u8:1 addr:127.0.0.1:0/77");
            opened.peer().send("u8:2 le64:0 le32:8 le32:1 le32:0 le32:1 le32:0 le32:0 u8:0");
            opened.peer().send("u8:8 le64:1");
            rig.settle();
            assertTrue(opened.core().all.getLast().startsWith("connect "));
            opened.link().reply(new ConnectReply(ReplyTag.READY, 0, 1, 1, 1, NONE, false));
            rig.settle();
            assertEquals("ack 1", opened.core().all.getLast());
        }
    }

    @Test
    void resumingALinkThatIsNotConnectedDoesNothing() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.small())) {
            var core = new RecordingHandler();
            var link = rig.messenger.dial(EntityAddress.parse("xio://127.0.0.1:6900"), core);
            link.resumeReading();
            rig.settle();
            assertNull(core.fault);
            link.close(LinkFault.local("enough"));
            rig.settle();
            assertEquals(LinkFault.local("enough"), core.fault);
        }
    }
}
