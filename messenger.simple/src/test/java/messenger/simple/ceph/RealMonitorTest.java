package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.simple.ceph.MonitorMessages.AuthReply;
import messenger.simple.ceph.MonitorMessages.CommandAck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation with a real monitor, as a client of Ceph has it. */
@Tag("ceph")
class RealMonitorTest {
    private static CephMonitor monitor;

    private MonitorClient client;
    private Connection connection;

    @BeforeAll
    static void startMonitor(@TempDir Path directory) {
        monitor = CephMonitor.start(directory);
    }

    @AfterAll
    static void stopMonitor() {
        if (monitor != null) {
            monitor.close();
        }
    }

    @BeforeEach
    void connect() {
        client = MonitorClient.with(Policy.lossyClient());
        connection = client.connect(monitor.address());
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void send(Message message) {
        assertEquals(SendResult.ACCEPTED, connection.trySend(message));
    }

    private AuthReply authenticate() {
        send(MonitorMessages.auth("admin"));
        return AuthReply.of(client.message(MonitorMessages.AUTH_REPLY));
    }

    @Test
    void authIsTheOneThatCephSends() {
        String captured = "0000000000000000ffff0000000000000000000000001e0000000101000000010000000800000005000000"
                + "61646d696e000000000000000000000000";
        byte[] front = new byte[60];
        MonitorMessages.auth("admin").front().get(front);
        assertEquals(captured, HexFormat.of().formatHex(front));
    }

    @Test
    void monitorAdmitsTheClientAndSendsItsMap() {
        AuthReply reply = authenticate();
        assertTrue(reply.admitsWithoutProof(), reply::toString);

        MonMap map = MonMap.decode(client.message(MonitorMessages.MON_MAP).front());
        assertEquals(new MonMap(monitor.fsid(), 1, Map.of("a", List.of(monitor.address()))), map);
    }

    @Test
    void peerIsTheMonitorAndFeaturesAreThoseOfBoth() {
        assertTrue(authenticate().admitsWithoutProof());

        assertEquals(new EntityName(EntityType.MON, 0), connection.peerName());
        assertEquals(monitor.address(), connection.peerAddress());
        assertTrue(connection.policy().lossy());
        assertEquals(1, client.count("connected", connection));
        String seen = "\"con_features_hex\": \"" + Long.toHexString(connection.features()) + "\"";
        String sessions = monitor.ask("sessions");
        assertTrue(sessions.contains("\"con_type\": \"client\""), sessions);
        assertTrue(sessions.contains(seen), () -> seen + " in " + sessions);
    }

    @Test
    void subscriptionBringsMaps() {
        authenticate();
        client.message(MonitorMessages.MON_MAP);

        send(MonitorMessages.subscribe(Map.of("config", 0L, "monmap", 0L)));
        assertEquals(
                1,
                MonMap.decode(client.message(MonitorMessages.MON_MAP).front()).epoch());
    }

    @Test
    void mapIsSentOnRequest() {
        authenticate();
        client.message(MonitorMessages.MON_MAP);

        send(MonitorMessages.getMap());
        assertEquals(
                monitor.fsid(),
                MonMap.decode(client.message(MonitorMessages.MON_MAP).front()).fsid());
    }

    @Test
    void keepaliveIsAnswered() {
        client.awaitOpen(connection);

        Duration roundTrip = Wait.get(connection.keepalive(), "the keepalive");
        assertTrue(roundTrip.isPositive(), roundTrip::toString);
        assertTrue(connection.lastKeepaliveAck().isPresent());
    }

    @Test
    void pingIsAnsweredWithTheMonitorsHealth() {
        send(MonitorMessages.ping());

        Json pong = MonitorMessages.pong(client.message(MonitorMessages.PING));
        assertNotNull(pong.at("health", "status").text());
        assertEquals("a", pong.at("mon_status", "name").text());
        assertEquals("0", pong.at("mon_status", "rank").text());
        assertEquals("leader", pong.at("mon_status", "state").text());
        assertEquals(
                monitor.fsid().toString(),
                pong.at("mon_status", "monmap", "fsid").text());
    }

    @Test
    void commandIsAnsweredUnderItsTransactionId() {
        authenticate();

        Message request = MonitorMessages.command(monitor.fsid(), "{\"prefix\": \"status\", \"format\": \"json\"}");
        Message reply = Wait.get(connection.request(request, Wait.LIMIT), "the command's answer");
        assertEquals(MonitorMessages.MON_COMMAND_ACK, reply.type());
        CommandAck ack = CommandAck.of(reply);
        assertEquals(0, ack.result(), ack::text);
        Json status = Json.parse(ack.output());
        assertEquals(monitor.fsid().toString(), status.at("fsid").text());
        assertEquals("1", status.at("monmap", "num_mons").text());
        reply.release();
    }

    @Test
    void largeAnswersArriveWhole() {
        authenticate();

        for (int i = 0; i < 20; i++) {
            Message request = MonitorMessages.command(monitor.fsid(), "{\"prefix\": \"get_command_descriptions\"}");
            Message reply = Wait.get(connection.request(request, Wait.LIMIT), "the table of commands");
            CommandAck ack = CommandAck.of(reply);
            assertEquals(0, ack.result(), ack::text);
            assertTrue(ack.output().length() > 50_000, () -> ack.output().length() + " bytes");
            assertTrue(Json.parse(ack.output()).members().containsKey("cmd000"));
            reply.release();
        }
    }

    @Test
    void repliesKeepTheirOrder() {
        authenticate();
        int count = 500;
        for (int tid = 1; tid <= count; tid++) {
            Message version = MonitorMessages.command(monitor.fsid(), "{\"prefix\": \"version\"}");
            send(Message.copyOf(version).tid(tid).build());
        }
        for (int tid = 1; tid <= count; tid++) {
            Message reply = client.message(MonitorMessages.MON_COMMAND_ACK);
            assertEquals(tid, reply.tid());
            CommandAck ack = CommandAck.of(reply);
            assertEquals(0, ack.result(), ack::text);
            assertTrue(ack.output().startsWith("ceph version"), ack::output);
        }
    }
}
