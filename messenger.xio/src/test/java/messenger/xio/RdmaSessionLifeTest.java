package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sessions outlive their device: they stand by while it is gone, and go on when it is back. One test only, in a process of
 * its own: the librdmacm of rdma-core 44 may come to a standstill when a device goes after another one, or it, has come
 * back.
 */
@Tag("rdma")
@Timeout(300)
class RdmaSessionLifeTest {
    /** Messages each way before the device goes, and after it is back. */
    private static final int SOME = 200;
    /** So few that senders meet back-pressure soon. */
    private static final int STORE = 100;

    private final CoreRuntime runtime = CoreRuntime.create();

    @AfterEach
    void end() {
        runtime.close();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> String.join(" ", command) + " does not end");
        assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    }

    private static void await(String what, Connection connection, String... states) {
        Waiting.until(
                what,
                () -> {
                    SessionDTO state = connection.state();
                    return List.of(states).contains(state.state) && (state.link != null) == state.state.equals("OPEN");
                },
                () -> connection.state().toString());
    }

    private RdmaParty peer(String name) {
        return RdmaParty.listening(
                runtime, RdmaParty.settings(name, Policy.losslessPeer()), RdmaParty.transport(), RdmaUnderTest.RXE);
    }

    private RdmaParty server() {
        return RdmaParty.listening(
                runtime,
                RdmaParty.settings("osd.0", Policy.statefulServer()).storeMessages(STORE),
                RdmaParty.transport(),
                RdmaUnderTest.RXE);
    }

    private RdmaParty client() {
        return RdmaParty.dialling(
                runtime,
                RdmaParty.settings("client.1", Policy.losslessClient()).storeMessages(STORE),
                RdmaParty.transport());
    }

    /** A session by which a message has gone, and by which nothing goes now; of the one that dialled. */
    private static Connection idle(RdmaParty dialling, RdmaParty accepting, AtomicInteger received) {
        Connection session = dialling.connect(accepting);
        accepting.onMessage(message -> received.incrementAndGet());
        dialling.onMessage(message -> received.incrementAndGet());
        assertEquals(SendResult.ACCEPTED, session.trySend(RdmaParty.numbered(0).build()));
        Waiting.until(
                "a message, and that it is acknowledged",
                () -> received.get() == 1 && session.state().unacknowledged == 0,
                session.state()::toString);
        return session;
    }

    @Test
    void sessionsGoOnWithoutLossWhenTheDeviceIsBack() throws Exception {
        try (RdmaParty server = server();
                RdmaParty client = client();
                RdmaParty quietAcceptor = peer("osd.1");
                RdmaParty quietDialler = peer("osd.2")) {
            AtomicInteger quietReceived = new AtomicInteger();
            Connection quiet = idle(quietDialler, quietAcceptor, quietReceived);
            Connection quietBack = quietAcceptor.messenger().connections().getFirst();
            Connection toServer = client.connect(server);
            NumberedTraffic there = new NumberedTraffic(toServer);
            AtomicReference<NumberedTraffic> back = new AtomicReference<>();
            server.onMessage(message -> {
                if (back.get() == null) {
                    back.set(new NumberedTraffic(message.connection()));
                    back.get().start();
                }
                there.take(message);
            });
            client.onMessage(message -> back.get().take(message));
            there.start();
            Waiting.until(
                    "traffic both ways",
                    () -> there.received() > SOME
                            && back.get() != null
                            && back.get().received() > SOME,
                    () -> there + ", " + back);
            Connection toClient = server.messenger().connections().getFirst();

            run("rdma", "link", "delete", "rxe0");

            await("the server to stand by", toClient, "STANDBY");
            String fault = toClient.state().lastFault;
            assertNotNull(fault);
            assertTrue(fault.contains("rxe0"), fault);
            await("the client to be without a link", toServer, "CONNECTING", "WAIT", "STANDBY");
            await("the one that dialled to stand by", quiet, "STANDBY");
            await("the one that accepted to stand by", quietBack, "STANDBY");
            int waits = there.backPressured() + 1;
            int waitsBack = back.get().backPressured() + 1;
            Waiting.until(
                    "both senders to meet back-pressure",
                    () -> there.backPressured() > waits && back.get().backPressured() > waitsBack,
                    () -> there + ", " + back);
            int before = there.accepted();
            int beforeBack = back.get().accepted();
            assertTrue(there.received() < before && back.get().received() < beforeBack, () -> there + ", " + back);

            run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "dummy0");

            Waiting.until(
                    "traffic both ways again",
                    () -> there.received() > before + SOME && back.get().received() > beforeBack + SOME,
                    () -> there + ", " + back);
            there.finish();
            back.get().finish();
            await("the client's session to be open", toServer, "OPEN");
            await("the server's session to be open", toClient, "OPEN");
            assertTrue(toServer.state().reconnects > 0, () -> toServer.state().toString());
            await("sessions without anything to send to stand by still", quiet, "STANDBY");
            assertEquals(
                    SendResult.ACCEPTED, quietBack.trySend(RdmaParty.numbered(1).build()));
            Waiting.until(
                    "the message of the one that accepted", () -> quietReceived.get() == 2, quiet.state()::toString);
            await("the session to be open", quiet, "OPEN");
            for (RdmaParty party : List.of(server, client, quietAcceptor, quietDialler)) {
                assertTrue(party.lost().isEmpty(), () -> party.lost().toString());
            }
        }
    }
}
