package messenger.core;

import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.OWN;
import static messenger.core.Conversation.UNKNOWN_INSTANCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which peer is which, and who this side is. */
class IdentityTest {
    private static final EntityAddress RESTARTED = LOW.withNonce(8);

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    @Test
    void wrongInstanceIsNotTalkedTo() {
        talk.connectTo(LOW);
        talk.send("for instance 7");
        assertEquals(LOW, talk.dialled().fails(LinkFault.Kind.WRONG_PEER).dialledAddress());
        assertEquals(LOW, talk.dialled().dialledAddress());
        talk.expectState("CONNECTING");
        assertEquals(1, talk.dto().queued);
    }

    @Test
    void instanceIsLearned() {
        talk.opened(UNKNOWN_INSTANCE);
        assertEquals(LOW, talk.connection().peerAddress());
        assertSame(talk.connection(), talk.endpoint().messenger().connect(EntityType.OSD, LOW));
        assertSame(talk.connection(), talk.endpoint().messenger().connect(EntityType.OSD, UNKNOWN_INSTANCE));
    }

    @Test
    void nextInstanceIsANewBeginningForWhomAnyWillDo() {
        ScriptedLink first = talk.opened(UNKNOWN_INSTANCE);
        talk.send("for the first");
        first.expect("message 1 for the first").fails();
        ScriptedLink second = talk.dialled();
        assertEquals(UNKNOWN_INSTANCE, second.dialledAddress());
        second.identifies(RESTARTED).expect("connect gs=2 cs=0");
        talk.send("for the second");
        second.replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0", "message 1 for the second");
        talk.expectEvents("remote reset", "connected");
        assertEquals(RESTARTED, talk.connection().peerAddress());
        assertEquals(1, talk.sessions());
    }

    @Test
    void sameInstanceGoesOn() {
        ScriptedLink first = talk.opened(UNKNOWN_INSTANCE);
        talk.send("kept");
        first.fails();
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .expect("connect gs=2 cs=2", "seq 0", "message 1 kept");
    }

    @Test
    void instancesThatDialAreSessionsOfTheirOwn() {
        talk = talk.insteadWith(Policy.statefulServer());
        talk.accepts(LOW).connects(1, 0).tellsSeq(0);
        talk.accepts(RESTARTED).connects(1, 0).tellsSeq(0);
        talk.expectEvents("accepted", "accepted");
        assertEquals(2, talk.sessions());
    }

    @Test
    void peersWithoutAPortAreToldApartByTheirNonces() {
        talk = talk.insteadWith(Policy.statefulServer());
        ScriptedLink first = talk.accepts(LOW.withPort(0)).connects(1, 0).tellsSeq(0);
        talk.accepts(RESTARTED.withPort(0)).connects(1, 0).tellsSeq(0);
        assertEquals(2, talk.sessions());
        first.fails();
        talk.accepts(LOW.withPort(0)).connects(2, 2).expect("SEQ gs=3 cs=3", "seq 0");
        assertEquals(2, talk.sessions());
    }

    @Test
    void namesAreLearnedFromMessages() {
        ScriptedLink link = talk.opened(LOW);
        assertEquals(EntityName.NO_ID, talk.connection().peerName().id());
        link.sends(1, "hello");
        assertEquals(Handshakes.PEER_NAME, talk.connection().peerName());
        talk.expectEvents("hello");
    }

    @Test
    void ownAddressIsLearnedWhileUnknown() {
        talk.close();
        talk = Conversation.withoutTransport(Policy.losslessClient(), settings -> settings);
        ScriptedTransport transport = new ScriptedTransport("scripted").attachTo(talk.endpoint());
        assertTrue(transport.attachment().address().isBlankIp());
        talk.connectTo(LOW);
        EntityAddress seen = EntityAddress.parse("tcp://10.1.2.3:45678/0");
        transport.dialled().identifies(LOW, seen);
        assertEquals(seen.ip(), talk.endpoint().address().ip());
        assertEquals(0, talk.endpoint().address().port(), "an observed port is not one that is listened at");
        assertEquals(OWN.nonce(), talk.endpoint().address().nonce());
        talk.endpoint().learn(EntityAddress.parse("tcp://10.9.9.9:1/0"));
        assertEquals(seen.ip(), talk.endpoint().address().ip());
    }

    @Test
    void ownAddressIsTheLoopback() {
        Connection self = talk.endpoint().messenger().connect(EntityType.OSD, OWN);
        assertSame(talk.endpoint().messenger().loopback(), self);
        assertNotEquals(self, talk.endpoint().messenger().connect(EntityType.OSD, OWN.withNonce(51)));
    }

    @Test
    void rebindMarksAllDownAndChangesTheInstance() {
        talk.opened(LOW);
        talk.endpoint().messenger().rebind(Set.of(6801));
        talk.expectEvents("reset");
        assertTrue(talk.connection().isClosed());
        assertEquals(1_000_050, talk.endpoint().address().nonce());
        assertEquals(6802, talk.endpoint().address().port());
        assertFalse(talk.endpoint().messenger().addresses().isEmpty());
    }

    @Test
    void orderOfAddressesIsThatOfTheirBytes() {
        assertTrue(AddressOrder.isLower(LOW, OWN));
        assertFalse(AddressOrder.isLower(OWN, LOW));
        assertFalse(AddressOrder.isLower(OWN, OWN));
        assertTrue(AddressOrder.isLower(OWN.withNonce(0x0100), OWN.withNonce(0x0001)), "nonces are little endian");
        assertTrue(AddressOrder.isLower(OWN.withPort(0x0102), OWN.withPort(0x0201)), "ports are big endian");
        EntityAddress six = EntityAddress.parse("tcp://[::1]:6800/50");
        assertTrue(AddressOrder.isLower(OWN, six), "IPv4 comes before IPv6");
        assertTrue(AddressOrder.isLower(six, EntityAddress.parse("tcp://[::2]:6800/50")));
    }
}
