package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many sessions of two endpoints as {@code messenger.connections} says, each over a connection of its own. */
@Tag("rdma")
@Timeout(900)
class RdmaManySessionsTest {
    private static final int COUNT = Integer.getInteger("messenger.connections", 1000);
    /** As many handshakes at once as a device in software makes within its time-outs. */
    private static final int AT_ONCE = 20;

    private static XioSettings.Builder small() {
        return RdmaParty.transport().credits(8).datagramMax(1024).transferDepth(1);
    }

    @Test
    void allSessionsExchangeMessagesAtTheSameTime() throws Exception {
        try (CoreRuntime runtime = CoreRuntime.create();
                RdmaParty server = RdmaParty.listening(
                        runtime, RdmaParty.settings("osd.0", Policy.statefulServer()), small(), RdmaUnderTest.RXE);
                RdmaParty client =
                        RdmaParty.dialling(runtime, RdmaParty.settings("client.1", Policy.losslessClient()), small())) {
            Set<Connection> asking = ConcurrentHashMap.newKeySet();
            AtomicInteger answers = new AtomicInteger();
            server.onMessage(message -> {
                asking.add(message.connection());
                assertEquals(
                        SendResult.ACCEPTED,
                        message.connection()
                                .trySend(RdmaParty.numbered(RdmaParty.number(message))
                                        .build()));
            });
            client.onMessage(message -> answers.incrementAndGet());
            List<Connection> sessions = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                Connection session = client.messenger().connectSeparately(EntityType.OSD, server.address());
                sessions.add(session);
                ask(session, i);
                int opened = i - AT_ONCE;
                Waiting.until(
                        "answers", () -> answers.get() > opened, () -> answers + " answers of " + sessions.size());
            }
            Waiting.until("all answers", () -> answers.get() == COUNT, () -> answers + " answers of " + COUNT);
            assertEquals(COUNT, asking.size(), "sessions at the server");
            assertTrue(sessions.stream().allMatch(Connection::isConnected));

            for (int i = 0; i < COUNT; i++) {
                ask(sessions.get(i), COUNT + i);
            }

            Waiting.until("all to be answered again", () -> answers.get() == 2 * COUNT, answers::toString);
            for (Connection session : sessions) {
                assertEquals(null, session.state().lastFault);
                assertEquals(0, session.state().reconnects);
            }
            assertTrue(client.lost().isEmpty() && server.lost().isEmpty(), () -> client.lost() + ", " + server.lost());
        }
    }

    private static void ask(Connection session, int number) {
        assertEquals(
                SendResult.ACCEPTED, session.trySend(RdmaParty.numbered(number).build()));
    }
}
