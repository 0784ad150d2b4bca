package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions outlive their devices: they stand by while one is gone, and go on when it is back. */
@Tag("rdma")
@Timeout(300)
class RdmaSessionLifeTest {
    private static final String DEVICES = """
            rxe0, rxe, dummy0, 10.77.0.1
            siw0, siw, dummy1, 10.77.1.1
            """;
    /** Messages each way before the device goes, and after it is back. */
    private static final int SOME = 200;
    /** So few that senders meet back-pressure soon. */
    private static final int STORE = 100;

    private final CoreRuntime runtime = CoreRuntime.create();

    @AfterEach
    void end() {
        runtime.close();
    }

    private static void delete(String device) throws Exception {
        run("rdma", "link", "delete", device);
    }

    private static void add(String device, String driver, String network) throws Exception {
        run("rdma", "link", "add", device, "type", driver, "netdev", network);
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

    @ParameterizedTest
    @CsvSource(textBlock = DEVICES)
    void trafficGoesOnWithoutLossWhenTheDeviceIsBack(String device, String driver, String network, String host)
            throws Exception {
        try (RdmaParty server = RdmaParty.listening(
                        runtime,
                        RdmaParty.settings("osd.0", Policy.statefulServer()).storeMessages(STORE),
                        RdmaParty.transport(),
                        host);
                RdmaParty client = RdmaParty.dialling(
                        runtime,
                        RdmaParty.settings("client.1", Policy.losslessClient()).storeMessages(STORE),
                        RdmaParty.transport())) {
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

            delete(device);

            await("the server to stand by", toClient, "STANDBY");
            String fault = toClient.state().lastFault;
            assertNotNull(fault);
            assertTrue(fault.contains(device), fault);
            await("the client to be without a link", toServer, "CONNECTING", "WAIT", "STANDBY");
            int waits = there.backPressured() + 1;
            int waitsBack = back.get().backPressured() + 1;
            Waiting.until(
                    "both senders to meet back-pressure",
                    () -> there.backPressured() > waits && back.get().backPressured() > waitsBack,
                    () -> there + ", " + back);
            int before = there.accepted();
            int beforeBack = back.get().accepted();
            assertTrue(there.received() < before && back.get().received() < beforeBack, () -> there + ", " + back);

            add(device, driver, network);

            Waiting.until(
                    "traffic both ways again",
                    () -> there.received() > before + SOME && back.get().received() > beforeBack + SOME,
                    () -> there + ", " + back);
            there.finish();
            back.get().finish();
            await("the client's session to be open", toServer, "OPEN");
            await("the server's session to be open", toClient, "OPEN");
            assertTrue(toServer.state().reconnects > 0, () -> toServer.state().toString());
            assertTrue(client.lost().isEmpty() && server.lost().isEmpty(), () -> client.lost() + ", " + server.lost());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = DEVICES)
    void sessionWithNothingToSendStandsByUntilThereIsSomething(
            String device, String driver, String network, String host) throws Exception {
        try (RdmaParty server = RdmaParty.listening(
                        runtime, RdmaParty.settings("osd.0", Policy.losslessPeer()), RdmaParty.transport(), host);
                RdmaParty client = RdmaParty.listening(
                        runtime, RdmaParty.settings("osd.1", Policy.losslessPeer()), RdmaParty.transport(), host)) {
            Connection toServer = client.connect(server);
            NumberedTraffic there = new NumberedTraffic(toServer);
            server.onMessage(there::take);
            there.start();
            Waiting.until("a message", () -> there.received() > 0, there::toString);
            there.finish();
            Waiting.until(
                    "all to be acknowledged", () -> toServer.state().unacknowledged == 0, toServer.state()::toString);
            Connection toClient = server.messenger().connections().getFirst();

            delete(device);
            await("the one that dialled to stand by", toServer, "STANDBY");
            await("the one that accepted to stand by", toClient, "STANDBY");
            add(device, driver, network);

            NumberedTraffic back = new NumberedTraffic(toClient);
            client.onMessage(back::take);
            assertEquals(
                    SendResult.ACCEPTED, toClient.trySend(RdmaParty.numbered(0).build()));
            Waiting.until("the message", () -> back.received() == 1, toClient.state()::toString);
            back.assertNothingWrong();
            await("the session to be open", toServer, "OPEN");
            assertTrue(client.lost().isEmpty() && server.lost().isEmpty(), () -> client.lost() + ", " + server.lost());
        }
    }
}
