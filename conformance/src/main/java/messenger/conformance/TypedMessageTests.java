package messenger.conformance;

import java.util.List;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreRuntime;
import messenger.core.Registration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Typed messages, and those that their receiver cannot make sense of. */
public interface TypedMessageTests extends ConformanceTests {
    /** A pair in which the server knows other types than the client. */
    private static Pair pair(Rig rig, Note.Codec clientType, Note.Codec serverType) {
        CoreRuntime ofServer = rig.keep(CoreRuntime.create());
        rig.runtime().add(clientType, 0);
        if (serverType != null) {
            ofServer.add(serverType, 0);
        }
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), ofServer, List.of(rig.anyPort()));
        return Pair.open(rig.client("client.1", Policy.losslessClient()), server);
    }

    private static void assertUndisturbed(Pair pair) {
        pair.exchange(1);
        Assertions.assertEquals(0, pair.toServer().state().reconnects, "reconnects");
        Assertions.assertNull(pair.toServer().state().lastFault, "last fault");
        pair.awaitAcknowledged();
    }

    @Test
    default void typedMessageArrivesDecoded(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(2, 1), new Note.Codec(2, 1));
        Note note = new Note(3, "typed");
        Pair.accepted(pair.toServer().trySend(Message.of(note)));
        Message received = pair.server().probe().message();
        Assertions.assertEquals(note, received.body(Note.class));
        Assertions.assertTrue(received.opaqueReason().isEmpty());
        Assertions.assertEquals(Note.TYPE, received.type());
        Assertions.assertEquals(2, received.header().version(), "version");
        Assertions.assertEquals(1, received.header().compatVersion(), "compat version");
    }

    @Test
    default void bodyWithoutTypeIsRefusedBySend(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Assertions.assertThrows(
                IllegalArgumentException.class, () -> pair.toServer().trySend(Message.of(new Note(1, "unknown"))));
        assertUndisturbed(pair);
    }

    @Test
    default void messageOfUnknownTypeIsOpaque(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(1, 1), null);
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(3, "to a stranger"))));
        Message received = pair.server().probe().message();
        Assertions.assertNull(received.body());
        Assertions.assertTrue(received.opaqueReason().isPresent());
        Assertions.assertEquals("to a stranger", Content.text(received.data()));
        Assertions.assertThrows(IllegalStateException.class, () -> received.body(Note.class));
        assertUndisturbed(pair);
    }

    @Test
    default void messageThatCannotBeDecodedIsOpaqueWithTheReason(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(1, 1), new Note.Codec(1, 1));
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(3, Note.POISON))));
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(4, "sound"))));
        Message received = pair.server().probe().message();
        Assertions.assertNull(received.body());
        String reason = received.opaqueReason().orElseThrow();
        Assertions.assertTrue(reason.contains(Note.POISON), reason);
        Assertions.assertEquals(3, Content.number(received));
        Assertions.assertEquals(
                4, pair.server().probe().message().body(Note.class).number());
        assertUndisturbed(pair);
    }

    @Test
    default void messageNewerThanKnownIsOpaque(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(9, 9), new Note.Codec(8, 1));
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(3, "from the future"))));
        Message received = pair.server().probe().message();
        Assertions.assertNull(received.body());
        Assertions.assertTrue(received.opaqueReason().isPresent());
        Assertions.assertEquals("from the future", Content.text(received.data()));
        assertUndisturbed(pair);
    }

    @Test
    default void newerMessageThatIsCompatibleIsDecoded(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(9, 8), new Note.Codec(8, 1));
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(3, "compatible"))));
        Message received = pair.server().probe().message();
        Assertions.assertEquals("compatible", received.body(Note.class).text());
        Assertions.assertEquals(9, received.header().version());
    }

    @Test
    default void typeThatComesBeforeDispatchDecodes(Rig rig) {
        Pair pair = pair(rig, new Note.Codec(1, 1), new Note.Codec(1, 1));
        Registration higher = rig.runtime().add(new Note.Codec(5, 2), 1);
        Pair.accepted(pair.toServer().trySend(Message.of(new Note(1, "higher ranked"))));
        Assertions.assertEquals(5, pair.server().probe().message().header().version(), "version of the higher ranked");
        higher.close();
        Assertions.assertEquals(SendResult.ACCEPTED, pair.toServer().trySend(Message.of(new Note(1, "lower ranked"))));
        Assertions.assertEquals(
                1, pair.server().probe().message().header().version(), "version of the one that is left");
    }
}
