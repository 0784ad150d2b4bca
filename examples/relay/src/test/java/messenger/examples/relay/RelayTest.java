package messenger.examples.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Relays between endpoints with real sockets. */
class RelayTest {
    private static final int SECONDS = 30;
    private static final EntityAddress ANY_PORT = EntityAddress.parse("tcp://127.0.0.1:0");

    /** What is looked at of a message, whose content goes when its dispatch is over. */
    private record Arrived(MessageHeader header, int number, int data, Connection connection) {
        Arrived(Message message) {
            this(message.header(), message.front().getInt(), message.data().remaining(), message.connection());
        }
    }

    /** What a party is told. */
    private static final class Log implements Dispatcher {
        private final BlockingQueue<Arrived> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Connection> resets = new LinkedBlockingQueue<>();
        private volatile boolean echoing;

        @Override
        public boolean dispatch(Message message) {
            messages.add(new Arrived(message));
            if (echoing) {
                message.connection()
                        .sendReply(message, Message.copyOf(message).source(null).build());
            }
            return true;
        }

        @Override
        public void reset(Connection connection) {
            resets.add(connection);
        }

        Arrived next() throws InterruptedException {
            Arrived message = messages.poll(SECONDS, TimeUnit.SECONDS);
            assertNotNull(message, "a message");
            return message;
        }
    }

    private final CoreRuntime runtime = CoreRuntime.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Ends ends = new Ends();
    private final List<CoreEndpoint> stands = new ArrayList<>();
    private final List<ClientRelay> relays = new ArrayList<>();
    private final Log atServer = new Log();
    private final Log atClient = new Log();

    private CoreEndpoint endpoint(EndpointSettings.Builder settings, Dispatcher dispatcher, EntityAddress... bind) {
        CoreEndpoint endpoint = new CoreEndpoint(settings.build(), runtime);
        endpoint.addDispatcher(dispatcher, null, 0);
        SimpleMessenger transport = new SimpleMessenger(
                endpoint,
                SimpleSettings.builder().bind(bind).anyPort().threads(1).build());
        ends.add(endpoint.messenger());
        open.add(transport);
        open.add(endpoint);
        return endpoint;
    }

    private static EndpointSettings.Builder party(String name, Policy policy) {
        return EndpointSettings.of(name).defaultPolicy(policy);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        runtime.close();
    }

    private record Settings(String listen, String dial, String daemon_type, String daemon_address)
            implements ClientRelay.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return ClientRelay.Config.class;
        }
    }

    private static final class Forward implements Dispatcher {
        private volatile Dispatcher to;

        @Override
        public boolean dispatch(Message message) {
            return to.dispatch(message);
        }

        @Override
        public boolean canFastDispatch(MessageHeader header) {
            return to.canFastDispatch(header);
        }

        @Override
        public void fastDispatch(Message message) {
            to.fastDispatch(message);
        }

        @Override
        public void accepted(Connection connection) {
            to.accepted(connection);
        }

        @Override
        public void reset(Connection connection) {
            to.reset(connection);
        }

        @Override
        public void refused(Connection connection) {
            to.refused(connection);
        }
    }

    /** A lossy relay in front of a server. */
    private EntityAddress relayed(CoreEndpoint server, EndpointSettings.Builder dial) {
        Forward relay = new Forward();
        Policy clients = Policy.statelessServer().withThrottles(0, 10_000_000);
        CoreEndpoint stand = endpoint(
                party("osd.100", Policy.statelessServer()).policy(EntityType.CLIENT, clients), relay, ANY_PORT);
        stands.add(stand);
        endpoint(dial, relay);
        ClientRelay made = new ClientRelay(
                new Settings(
                        "osd.100",
                        "client.900",
                        "osd",
                        server.messenger().address().toString()),
                ends);
        relays.add(made);
        relay.to = made;
        return stand.messenger().addresses().getFirst();
    }

    private EntityAddress relayed(CoreEndpoint server) {
        return relayed(server, party("client.900", Policy.lossyClient()));
    }

    private static Message numbered(int number, int data) {
        return Message.builder(4711)
                .tid(number + 1)
                .front(ByteBuffer.allocate(4).putInt(0, number))
                .data(ByteBuffer.allocate(data))
                .build();
    }

    private static void send(Connection connection, Message message) throws InterruptedException {
        assertEquals(SendResult.ACCEPTED, connection.send(message));
    }

    @Test
    void messagesAndAnswersPassUnchangedAndInOrder() throws Exception {
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer()), atServer, ANY_PORT);
        atServer.echoing = true;
        CoreEndpoint client = endpoint(party("client.7", Policy.lossyClient()), atClient);
        Connection connection = client.messenger().connect(EntityType.OSD, relayed(server));
        int count = 2000;
        for (int number = 0; number < count; number++) {
            send(connection, numbered(number, number % 100 == 0 ? 100_000 : 10));
        }
        for (int number = 0; number < count; number++) {
            Arrived there = atServer.next();
            Arrived back = atClient.next();
            assertEquals(number, there.number());
            assertEquals(EntityName.parse("client.7"), there.header().source());
            assertEquals(number + 1, there.header().tid());
            assertEquals(number, back.number());
            assertEquals(EntityName.parse("osd.0"), back.header().source());
            assertEquals(number + 1, back.header().tid());
            assertEquals(number % 100 == 0 ? 100_000 : 10, back.data());
        }
    }

    @Test
    void aDaemonWithoutRoomHoldsTheClientBack() throws Exception {
        Log slow = atServer;
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer().withThrottles(1, 0)), slow, ANY_PORT);
        EntityAddress address =
                relayed(server, party("client.900", Policy.lossyClient()).storeBytes(100_000));
        CoreEndpoint client = endpoint(party("client.7", Policy.lossyClient()), atClient);
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        int count = 500;
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                for (int number = 0; number < count; number++) {
                    send(connection, numbered(number, 50_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int number = 0; number < count; number++) {
            assertEquals(number, slow.next().number());
        }
        sender.join();
    }

    @Test
    void eachClientIsAPartyOfItsOwn() throws Exception {
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer()), atServer, ANY_PORT);
        atServer.echoing = true;
        EntityAddress address = relayed(server);
        Set<EntityAddress> parties = new HashSet<>();
        for (int number = 1; number <= 3; number++) {
            Log log = new Log();
            CoreEndpoint client = endpoint(party("client." + number, Policy.lossyClient()), log);
            send(client.messenger().connect(EntityType.OSD, address), numbered(number, 0));
            parties.add(atServer.next().connection().peerAddress());
            assertEquals(number, log.next().number());
        }
        assertEquals(3, parties.size());
    }

    @Test
    void theEndOfEitherHalfEndsTheOther() throws Exception {
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer()), atServer, ANY_PORT);
        EntityAddress address = relayed(server);
        CoreEndpoint client = endpoint(party("client.7", Policy.lossyClient()), atClient);
        Connection first = client.messenger().connect(EntityType.OSD, address);
        send(first, numbered(1, 0));
        Connection firstAtServer = atServer.next().connection();
        first.markDown();
        assertSame(firstAtServer, atServer.resets.poll(SECONDS, TimeUnit.SECONDS));
        Connection second = client.messenger().connect(EntityType.OSD, address);
        send(second, numbered(2, 0));
        atServer.next().connection().markDown();
        assertSame(second, atClient.resets.poll(SECONDS, TimeUnit.SECONDS));
        assertTrue(second.isClosed());
    }

    @Test
    void aRelayThatEndsReturnsWhatItHolds() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Dispatcher stuck = message -> {
            await(busy);
            return true;
        };
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer().withThrottles(1, 0)), stuck, ANY_PORT);
        EntityAddress address =
                relayed(server, party("client.900", Policy.lossyClient()).storeMessages(1));
        CoreEndpoint client = endpoint(party("client.7", Policy.lossyClient()), atClient);
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        CoreEndpoint stand = stands.getFirst();
        try {
            for (int number = 0; number < 200; number++) {
                send(connection, numbered(number, 100_000));
            }
            until(() -> used(stand) > 0);
            relays.getFirst().stop();
            until(() -> used(stand) == 0);
            assertEquals(0, used(stand), "bytes held of the endpoint that listened");
        } finally {
            busy.countDown();
        }
    }

    private static long used(CoreEndpoint endpoint) {
        return endpoint.messenger().state().throttles.stream()
                .filter(throttle -> throttle.name.startsWith("client."))
                .mapToLong(throttle -> throttle.used)
                .sum();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(condition.getAsBoolean(), "in vain");
    }

    @Test
    void whatComesBeforeItsEndpointWaits() throws Exception {
        Forward relay = new Forward();
        CoreEndpoint near = endpoint(party("osd.101", Policy.losslessPeer()), relay, ANY_PORT);
        CoreEndpoint one = endpoint(party("osd.0", Policy.losslessPeer()), atClient, ANY_PORT);
        CoreEndpoint other = endpoint(party("osd.1", Policy.losslessPeer()), atServer, ANY_PORT);
        relay.to = new PeerRelay(
                new PeerSettings(
                        "osd.101",
                        "osd",
                        one.messenger().address().toString(),
                        "osd.100",
                        "osd",
                        other.messenger().address().toString()),
                ends);
        Connection connection =
                one.messenger().connect(EntityType.OSD, near.messenger().address());
        for (int number = 0; number < 10; number++) {
            connection.sendAcknowledged(numbered(number, 10)).get(SECONDS, TimeUnit.SECONDS);
        }
        endpoint(party("osd.100", Policy.losslessPeer()), relay, ANY_PORT);
        for (int number = 0; number < 10; number++) {
            assertEquals(number, atServer.next().number());
        }
    }

    @Test
    void anAbsentDaemonIsNotHeldBackFromTheClient() throws Exception {
        CoreEndpoint server = endpoint(party("osd.0", Policy.statelessServer()), atServer, ANY_PORT);
        EntityAddress address = relayed(server);
        server.close();
        CoreEndpoint client = endpoint(party("client.7", Policy.lossyClient()), atClient);
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        assertSame(connection, atClient.resets.poll(SECONDS, TimeUnit.SECONDS));
    }

    private record PeerSettings(
            String near, String near_type, String near_address, String far, String far_type, String far_address)
            implements PeerRelay.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return PeerRelay.Config.class;
        }
    }

    private static EndpointSettings.Builder failing(String name, long seed) {
        return party(name, Policy.losslessPeer())
                .initialBackoff(Duration.ofMillis(5))
                .maxBackoff(Duration.ofMillis(50))
                .injectSocketFailures(100)
                .injectSeed(seed);
    }

    @Test
    void betweenPeersNothingIsLostWhenEverySocketFailsNowAndThen() throws Exception {
        long seed = Long.getLong("messenger.seed", System.nanoTime());
        Forward relay = new Forward();
        CoreEndpoint one = endpoint(failing("osd.0", seed), atClient, ANY_PORT);
        CoreEndpoint other = endpoint(failing("osd.1", seed + 1), atServer, ANY_PORT);
        CoreEndpoint near = endpoint(failing("osd.101", seed + 2), relay, ANY_PORT);
        CoreEndpoint far = endpoint(failing("osd.100", seed + 3), relay, ANY_PORT);
        relay.to = new PeerRelay(
                new PeerSettings(
                        "osd.101",
                        "osd",
                        one.messenger().address().toString(),
                        "osd.100",
                        "osd",
                        other.messenger().address().toString()),
                ends);
        Connection fromOne =
                one.messenger().connect(EntityType.OSD, near.messenger().address());
        Connection fromOther =
                other.messenger().connect(EntityType.OSD, far.messenger().address());
        int count = 3000;
        for (int number = 0; number < count; number++) {
            send(fromOne, numbered(number, number % 50 == 0 ? 200_000 : 10));
            send(fromOther, numbered(number, 10));
        }
        for (int number = 0; number < count; number++) {
            assertEquals(number, atServer.next().number(), "seed " + seed);
            assertEquals(number, atClient.next().number(), "seed " + seed);
        }
        assertTrue(atServer.messages.isEmpty() && atClient.messages.isEmpty(), "duplicates, seed " + seed);
        assertTrue(fromOne.state().reconnects + fromOther.state().reconnects > 0, "no socket failed, seed " + seed);
    }
}
