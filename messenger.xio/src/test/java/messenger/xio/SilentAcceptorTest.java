package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import messenger.api.EntityAddress;
import messenger.conformance.wire.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dialler whose HELLO has no answer sends once more, in case the acceptor's device has not noticed it. */
@Timeout(60)
class SilentAcceptorTest {
    private static final String HELLO = "u8:1 addr:0.0.0.0:" + ScriptedFabric.LISTENING + "/0xfeed0001";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final XioRig rig = new XioRig(TestSettings.small());
    private final RecordingHandler core = new RecordingHandler();

    @AfterEach
    void end() {
        rig.close();
    }

    private ScriptedPeer dial() throws InterruptedException {
        core.own = rig.endpoint.address;
        rig.messenger.dial(EntityAddress.parse("xio://127.0.0.1:" + ScriptedFabric.LISTENING), core);
        rig.settle();
        return new ScriptedPeer(rig.fabric.pairs.getLast(), TestSettings.CREDITS);
    }

    private ScriptedPeer connected() throws InterruptedException {
        ScriptedPeer peer = dial();
        peer.pair.connected(XioRig.greeting(TestSettings.DATAGRAM, TestSettings.CREDITS));
        rig.settle();
        peer.expect(HELLO);
        return peer;
    }

    private void answer(ScriptedPeer peer) throws InterruptedException {
        peer.send("u8:1 addr:127.0.0.1:" + ScriptedFabric.LISTENING + "/1 addr:127.0.0.1:" + ScriptedFabric.CONNECTING
                + "/0");
        rig.settle();
        assertEquals(1, core.all.size(), core.all.toString());
        assertNull(core.fault);
    }

    @Test
    void isNudgedOnceAndMayAnswerThen() throws Exception {
        ScriptedPeer peer = connected();
        rig.advance(LOOK);
        assertEquals(0, peer.take().size(), "not at once");
        rig.advance(LOOK);
        assertEquals(1, peer.take().size());
        assertEquals(1, peer.creditDatagrams());
        assertEquals(0, peer.returned());
        rig.advance(LOOK);
        rig.advance(LOOK);
        assertEquals(0, peer.take().size(), "once");
        answer(peer);
    }

    @Test
    void isNotNudgedWhenItHasAnswered() throws Exception {
        ScriptedPeer peer = connected();
        rig.advance(LOOK);
        answer(peer);
        rig.advance(LOOK);
        rig.advance(LOOK);
        assertEquals(0, peer.take().size());
    }

    @Test
    void isNotNudgedBeforeItHasAccepted() throws Exception {
        ScriptedPeer peer = dial();
        rig.advance(LOOK);
        rig.advance(LOOK);
        assertEquals(0, peer.take().size());
    }
}
