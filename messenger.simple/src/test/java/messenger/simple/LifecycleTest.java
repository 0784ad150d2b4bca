package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.MessengerClosedException;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.TestMessage;
import messenger.spi.Attachment;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the first bind to a close that leaves nothing behind. */
@Timeout(120)
class LifecycleTest {
    private static List<String> threads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("messenger-simple")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }

    /** One round loads what the JVM keeps open for good. */
    private static void warmUp() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            pair.diallerLink.flush();
        }
    }

    @Test
    void closeLeavesNoThreadsAndNoFiles() throws Exception {
        warmUp();
        int files = openFiles();
        assertEquals(List.of(), threads());
        for (int round = 0; round < 5; round++) {
            LinkPair pair = new LinkPair(Settings.builder().threads(3));
            for (int i = 0; i < 20; i++) {
                pair.open();
            }
            pair.diallerLink.send(TestMessage.of(1, 10, 0, 1 << 20, new Random(1)));
            RecordingHandler connecting = new RecordingHandler();
            pair.diallingMessenger.dial(EntityAddress.parse("tcp://192.0.2.1:6800"), connecting);
            assertEquals(7, threads().size(), () -> threads().toString());
            pair.close();
            assertEquals(List.of(), threads());
            assertEquals(files, openFiles());
            assertEquals(
                    1,
                    pair.dialler.all.stream()
                            .filter(e -> e.startsWith("closed"))
                            .count());
            connecting.await("closed");
        }
    }

    @Test
    void closingALinkThatReceivesLeavesItsLoopAlive() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder())) {
            for (int i = 0; i < 200; i++) {
                pair.open();
                pair.diallerLink.send(TestMessage.of(1, 10, 0, 1 << 20, new Random(1)));
                pair.acceptorLink.close(LinkFault.local("enough"));
                pair.acceptor.await("closed");
                pair.dialler.await("closed");
            }
        }
    }

    @Test
    void closeAgainDoesNothing() throws Exception {
        LinkPair pair = new LinkPair(Settings.builder()).open();
        pair.close();
        pair.close();
        assertThrows(MessengerClosedException.class, () -> pair.diallingMessenger.bind(Settings.ANY_LOCAL, Set.of()));
        assertThrows(
                MessengerClosedException.class,
                () -> pair.diallingMessenger.dial(EntityAddress.parse("tcp://127.0.0.1:1"), new RecordingHandler()));
    }

    @Test
    void closeEndsAnAttemptToBind() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:" + used.getLocalPort());
            SimpleSettings settings =
                    Settings.builder().bindRetry(1_000, Duration.ofHours(1)).build();
            SimpleMessenger messenger = SimpleMessenger.attached(new FakeEndpoint(), settings);
            List<RuntimeException> thrown = new ArrayList<>();
            Thread binding = Thread.ofPlatform()
                    .start(() ->
                            thrown.add(assertThrows(RuntimeException.class, () -> messenger.bind(address, Set.of()))));
            messenger.close();
            assertTrue(binding.join(Duration.ofSeconds(10)));
            assertEquals(MessengerClosedException.class, thrown.getFirst().getClass());
        }
    }

    @Test
    void portsAreTakenFromTheRange() throws Exception {
        int first = freePort();
        SimpleSettings settings =
                Settings.builder().ports(first, Math.min(first + 50, 65_535)).build();
        FakeEndpoint endpoint = new FakeEndpoint();
        try (SimpleMessenger messenger = new SimpleMessenger(endpoint, settings)) {
            EntityAddress one = messenger.bind(Settings.ANY_LOCAL, Set.of());
            EntityAddress two = messenger.bind(Settings.ANY_LOCAL, Set.of());
            EntityAddress three = messenger.bind(Settings.ANY_LOCAL, Set.of(two.port() + 1));
            assertTrue(first <= one.port() && one.port() < two.port() && two.port() + 1 < three.port());
            assertEquals(List.of(one, two, three), messenger.addresses());
            assertEquals(FakeEndpoint.NONCE, one.nonce());
            assertEquals(3, endpoint.addressChanges.get());
            messenger.unbind();
            assertEquals(List.of(), messenger.addresses());
            assertEquals(4, endpoint.addressChanges.get());
            assertEquals(one.port(), messenger.bind(one, Set.of()).port(), "the port is free again at once");
        }
    }

    @Test
    void rangeWithoutFreePortSaysSo() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = used.getLocalPort();
            SimpleSettings settings = Settings.builder()
                    .ports(port, port)
                    .bind(Settings.ANY_LOCAL)
                    .build();
            var e = assertThrows(BindException.class, () -> new SimpleMessenger(new FakeEndpoint(), settings));
            assertTrue(e.getMessage().contains(port + ".." + port), e.getMessage());
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void unbindKeepsLinks() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            pair.acceptingMessenger.unbind();
            pair.diallerLink.send(TestMessage.of(1, 3, 0, 0, new Random(1)));
            pair.diallerLink.flush();
            assertEquals(1, pair.acceptor.nextMessage().header().seq());
        }
    }

    @Test
    void ipv6() throws Exception {
        FakeEndpoint accepting = new FakeEndpoint();
        EntityAddress local = EntityAddress.parse("tcp://[::1]:0");
        try (SimpleMessenger one = new SimpleMessenger(
                        accepting, Settings.builder().bind(local).build());
                SimpleMessenger two = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            RecordingHandler core = new RecordingHandler();
            EntityAddress address = one.addresses().getFirst();
            two.dial(address, core);
            String event = core.next();
            assertTrue(event.startsWith("identified " + address + " observed tcp://[0:0:0:0:0:0:0:1]:"), event);
            RecordingHandler other =
                    accepting.accepted.poll(10, TimeUnit.SECONDS).handler();
            assertEquals("identified tcp://[0:0:0:0:0:0:0:1]:0/" + FakeEndpoint.NONCE, other.next());
        }
    }

    @Test
    void acceptorAtAnotherPortThanTheCanonicalOneIsNoWrongNode() throws Exception {
        FakeEndpoint accepting = new FakeEndpoint();
        SimpleSettings settings =
                Settings.builder().bind(Settings.ANY_LOCAL, Settings.ANY_LOCAL).build();
        try (SimpleMessenger one = new SimpleMessenger(accepting, settings);
                SimpleMessenger two = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            for (EntityAddress address : one.addresses()) {
                RecordingHandler core = new RecordingHandler();
                two.dial(address, core);
                assertTrue(core.next().startsWith("identified " + address));
            }
        }
    }

    @Test
    void dialFromWithinAttachWaitsForTheAttachment() throws Exception {
        RecordingHandler core = new RecordingHandler();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EntityAddress there = EntityAddress.parse("tcp://127.0.0.1:" + server.getLocalPort());
            FakeEndpoint eager = new FakeEndpoint() {
                @Override
                public Attachment attach(Transport transport) {
                    transport.dial(there, core);
                    assertEquals(List.of(), transport.addresses());
                    return super.attach(transport);
                }
            };
            try (SimpleMessenger messenger = new SimpleMessenger(eager, Settings.dialling())) {
                accept(server, core).close();
                assertEquals("closed IO", core.next());
                assertFalse(messenger.isClosed());
            }
        }
    }

    private static Socket accept(ServerSocket server, RecordingHandler core) throws Exception {
        server.setSoTimeout(10_000);
        try {
            return server.accept();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nobody dialled: " + core.all + " " + core.fault, e);
        }
    }

    @Test
    void handlerThatThrowsClosesItsLinkOnly() throws Exception {
        FakeEndpoint accepting = new FakeEndpoint();
        accepting.handlers = link -> new RecordingHandler() {
            @Override
            public void identified(EntityAddress peer, EntityAddress observed) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        try (SimpleMessenger one = new SimpleMessenger(accepting, Settings.listening());
                SimpleMessenger two = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            for (int i = 0; i < 2; i++) {
                RecordingHandler core = new RecordingHandler();
                two.dial(one.addresses().getFirst(), core);
                core.await("closed");
                RecordingHandler other =
                        accepting.accepted.poll(10, TimeUnit.SECONDS).handler();
                assertEquals("closed LOCAL", other.next());
            }
        }
    }

    @Test
    void handlerIsNotCalledFromWithinLinkMethods() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            CountDownLatch entered = new CountDownLatch(1);
            Thread self = Thread.currentThread();
            Link link = pair.diallingMessenger.dial(
                    pair.acceptingMessenger.addresses().getFirst(), new RecordingHandler() {
                        @Override
                        public void closed(LinkFault fault) {
                            assertTrue(Thread.currentThread() != self);
                            entered.countDown();
                        }
                    });
            link.close(LinkFault.local("test"));
            assertTrue(entered.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void idleLinksHoldNoBuffers() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder())) {
            for (int i = 0; i < 300; i++) {
                pair.open();
                pair.diallerLink.send(TestMessage.of(1, 10, 0, 0, new Random(1)));
                pair.diallerLink.flush();
                pair.acceptor.nextMessage();
            }
            for (SimpleMessenger messenger : List.of(pair.diallingMessenger, pair.acceptingMessenger)) {
                assertTrue(
                        messenger.pool().created() <= 3,
                        "buffers made: " + messenger.pool().created());
                assertEquals(messenger.pool().created(), messenger.pool().idle());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "osd,osd,true,10",
        "mon,mon,false,13",
        "client,client,true,0",
        "mds,mds,true,0",
        "client,osd,true,24",
        "osd,client,false,24",
        "client,mon,true,15",
        "mon,client,false,15",
        "client,mds,true,32",
        "mds,client,false,32",
        "osd,mon,true,15",
        "osd,client,true,0",
        "client,mgr,true,0",
    })
    void protocolVersions(String own, String peer, boolean dialling, int version) {
        try (SimpleMessenger messenger = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            assertEquals(version, messenger.protocolVersion(EntityType.parse(own), EntityType.parse(peer), dialling));
        }
    }
}
