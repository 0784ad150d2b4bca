package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.EntityAddress;
import messenger.conformance.wire.RecordingHandler;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about peers whose private data is not to be had; what is answered to them, the conversations show. */
@Timeout(60)
class GreetingTest {
    private static final EntityAddress THERE = EntityAddress.parse("xio://127.0.0.1:6900/5");

    private static RecordingHandler dial(XioRig rig) throws InterruptedException {
        RecordingHandler core = new RecordingHandler();
        rig.messenger.dial(THERE, core);
        rig.settle();
        return core;
    }

    private static void assertSays(String text, String words) {
        for (String word : words.split("\\|")) {
            assertTrue(text.contains(word), "'" + word + "' in: " + text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "41424344 zeros:16,it is no messenger.xio",
        "4d58494f le16:2 le16:9 le32:4096 le16:32 zeros:6,versions 2 to 9|version 1|update the older",
        "4d58494f le16:0 le16:0 le32:4096 le16:32 zeros:6,version 0|version 1|update the older",
        "4d58494f le16:1 le16:1 le32:1023 le16:32 zeros:6,datagrams of 1023 bytes|32 credits|1024..65536|8..4096",
        "4d58494f le16:1 le16:1 le32:4096 le16:9999 zeros:6,datagrams of 4096 bytes|9999 credits|8..4096",
    })
    void refusedDiallerIsLogged(String tokens, String words) throws Exception {
        try (LogCopy log = new LogCopy();
                XioRig rig = new XioRig(TestSettings.builder())) {
            assertNull(rig.fabric.ask(ScriptedPeer.bytes(tokens)).pair());
            assertEquals(1, log.lines("refuses a connection").size());
            assertSays(log.lines("refuses a connection").getFirst(), words + "|127.0.0.1:50000");
            assertEquals(0, rig.endpoint.accepted.size(), "core does not know of it");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,something else than messenger.xio|check the address",
        "2,version 1|update the older",
        "3,datagrams of 4096 bytes|32 credits|1024..65536|8..4096",
        "4,about to stop|later",
        "0,something else than messenger.xio|check the address",
    })
    void diallerIsToldWhyItWasRefused(int reason, String words) throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            RecordingHandler core = dial(rig);
            rig.fabric
                    .pairs
                    .getFirst()
                    .refused(
                            ScriptedPeer.bytes(
                                    "'MXIO' le16:1 le16:1 le32:4096 le16:32 le16:1 le16:" + reason + " le16:0"),
                            new LinkFault(LinkFault.Kind.REFUSED, "refused"));
            rig.settle();
            assertSays(core.fault.text(), words + "|" + THERE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "41424344 zeros:16,does not answer as messenger.xio|check the address",
        "4d58494f le16:2 le16:2 le32:4096 le16:32 zeros:6,chose version 2|version 1",
        "4d58494f le16:1 le16:1 le32:9 le16:32 zeros:6,datagrams of 9 bytes|1024..65536",
    })
    void acceptorThatAnswersWrongly(String tokens, String words) throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            RecordingHandler core = dial(rig);
            rig.fabric.pairs.getFirst().connected(ScriptedPeer.bytes(tokens));
            rig.settle();
            assertEquals(LinkFault.Kind.PROTOCOL, core.fault.kind());
            assertSays(core.fault.text(), words + "|" + THERE);
        }
    }

    @Test
    void partyWithoutPortIsNotDialled() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder())) {
            RecordingHandler core = new RecordingHandler();
            rig.messenger.dial(THERE.withPort(0), core);
            rig.settle();
            assertEquals(LinkFault.Kind.REFUSED, core.fault.kind());
            assertSays(core.fault.text(), "has no port|let it dial");
            assertEquals(0, rig.fabric.pairs.size());
        }
    }

    @Test
    void connectionThatNobodyHasReportedAsThereEndsWithTheMessenger() throws Exception {
        try (XioRig rig = new XioRig(TestSettings.builder().portals(2))) {
            ScriptedPair first = rig.fabric.ask(XioRig.greeting(1024, 8)).pair();
            ScriptedPair second = rig.fabric.ask(XioRig.greeting(1024, 8)).pair();
            rig.messenger.close();
            assertTrue(first.isClosed() && second.isClosed());
            assertEquals(0, rig.endpoint.accepted.size());
        }
    }
}
