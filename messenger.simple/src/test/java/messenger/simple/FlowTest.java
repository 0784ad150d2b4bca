package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.RecordingMemory;
import messenger.conformance.wire.TestMessage;
import messenger.spi.FaultInjector;
import messenger.spi.IncomingMessage;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.OutgoingMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages between two messengers: content, throttles, back-pressure, faults made on purpose. */
@Timeout(120)
class FlowTest {
    private static final long SEED = Long.getLong("flow.seed", new Random().nextLong());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contentOfAnySizeArrivesBothWays(boolean direct) throws Exception {
        System.out.println("FlowTest seed " + SEED);
        try (LinkPair pair = new LinkPair(Settings.builder());
                ExecutorService senders = Executors.newFixedThreadPool(2)) {
            pair.acceptingEndpoint.memory = memoryBehind(pair, direct);
            pair.open();
            List<TestMessage> there = messages(new Random(SEED));
            List<TestMessage> back = messages(new Random(SEED + 1));
            var one = CompletableFuture.runAsync(() -> sendAll(pair.diallerLink, pair.dialler, there), senders);
            var two = CompletableFuture.runAsync(() -> sendAll(pair.acceptorLink, pair.acceptor, back), senders);
            receiveAll(pair.acceptor, there);
            receiveAll(pair.dialler, back);
            one.join();
            two.join();
            assertEquals(0, pair.diallerLink.state().pendingOut);
            assertEquals(pair.diallerLink.state().bytesOut, pair.acceptorLink.state().bytesIn);
            assertEquals(pair.acceptorLink.state().bytesOut, pair.diallerLink.state().bytesIn);
            assertEquals(
                    pair.diallingMessenger.pool().created(),
                    pair.diallingMessenger.pool().idle());
        }
    }

    /** Memory that checks what is asked for against what the link has received. */
    private static RecordingMemory memoryBehind(LinkPair pair, boolean direct) {
        return new RecordingMemory(() -> pair.acceptorLink.state().bytesIn, direct);
    }

    private static List<TestMessage> messages(Random random) {
        int[] sizes = {0, 1, 100, 4_000, 16_383, 16_384, 16_385, 65_536, 300_000, 600_000, 3_000_000};
        List<TestMessage> messages = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            int front = sizes[random.nextInt(6)];
            int middle = sizes[random.nextInt(4)];
            int data = random.nextInt(4) == 0 ? sizes[random.nextInt(sizes.length)] : random.nextInt(5_000);
            messages.add(TestMessage.of(i, front, middle, data, random));
        }
        return messages;
    }

    private static void sendAll(Link link, RecordingHandler core, List<? extends OutgoingMessage> messages) {
        try {
            for (OutgoingMessage message : messages) {
                while (!link.send(message)) {
                    core.await("writable");
                    link.flush();
                }
            }
            link.flush();
            while (link.state().pendingOut > 0) {
                core.await("writable");
                link.flush();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void receiveAll(RecordingHandler core, List<TestMessage> messages) throws InterruptedException {
        for (TestMessage sent : messages) {
            IncomingMessage received = core.nextMessage();
            assertEquals(sent.header(), received.header());
            assertSame(sent.front(), received.sections().front());
            assertSame(sent.middle(), received.sections().middle());
            assertSame(sent.data(), received.sections().data());
        }
    }

    private static void assertSame(ByteBuffer sent, ByteBuffer received) {
        assertEquals(0, received.position());
        assertArrayEquals(bytes(sent), bytes(received));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 500_000})
    void refusedMessageWaitsAndReadingStops(int data) throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            pair.acceptor.admitting = false;
            List<TestMessage> messages = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                messages.add(TestMessage.of(i, 10, 0, data, new Random(i)));
            }
            var sending = CompletableFuture.runAsync(() -> sendAll(pair.diallerLink, pair.dialler, messages));
            assertEquals("refused 1 " + (10 + data), pair.acceptor.next());
            pair.acceptorLink.resumeReading();
            assertEquals("resume", pair.acceptor.next());
            assertEquals("refused 1 " + (10 + data), pair.acceptor.next(), "it is asked again");
            assertTrue(pair.acceptor.messages.isEmpty(), "nothing passes");
            pair.acceptor.admitting = true;
            pair.acceptorLink.resumeReading();
            receiveAll(pair.acceptor, messages);
            sending.join();
            assertFalse(pair.acceptorLink.state().readingPaused);
        }
    }

    @Test
    void pausedLinkSaysSo() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            pair.acceptor.admitting = false;
            pair.diallerLink.send(TestMessage.of(1, 10, 0, 0, new Random(1)));
            pair.diallerLink.flush();
            while (!pair.acceptorLink.state().readingPaused) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void peerThatDoesNotReadStopsTheSender() throws Exception {
        try (LinkPair pair =
                new LinkPair(Settings.builder().sendBuffer(32 << 10).receiveBuffer(32 << 10)).open()) {
            pair.acceptor.admitting = false;
            List<TestMessage> messages = new ArrayList<>();
            Random random = new Random(7);
            while (true) {
                TestMessage message = TestMessage.of(messages.size() + 1, 20, 0, 1_000, random);
                if (!pair.diallerLink.send(message)) {
                    break;
                }
                messages.add(message);
                assertTrue(messages.size() < 100_000, "the link takes without end");
            }
            long pending = pair.diallerLink.state().pendingOut;
            assertTrue(pending >= 256 << 10 && pending < 300 << 10, "it holds " + pending);
            assertNull(pair.dialler.fault);
            pair.acceptor.admitting = true;
            pair.acceptorLink.resumeReading();
            pair.dialler.await("writable");
            sendAll(pair.diallerLink, pair.dialler, List.of(TestMessage.of(messages.size() + 1, 1, 1, 1, random)));
            for (TestMessage sent : messages) {
                assertEquals(sent.header(), pair.acceptor.nextMessage().header());
            }
            assertEquals(
                    messages.size() + 1, pair.acceptor.nextMessage().header().seq());
            assertEquals(
                    pair.diallingMessenger.pool().created(),
                    pair.diallingMessenger.pool().idle());
        }
    }

    @Test
    void smallFramesShareSystemCalls() throws Exception {
        try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
            long before = pair.diallerLink.state().bytesOut;
            for (int i = 1; i <= 100; i++) {
                assertTrue(pair.diallerLink.send(TestMessage.of(i, 10, 0, 100, new Random(i))));
            }
            pair.diallerLink.ack(5);
            assertEquals(before, pair.diallerLink.state().bytesOut, "nothing is written before flush");
            pair.diallerLink.flush();
            assertEquals(100 * (75 + 110) + 9, pair.diallerLink.state().bytesOut - before);
            for (int i = 1; i <= 100; i++) {
                assertEquals(i, pair.acceptor.nextMessage().header().seq());
            }
            pair.acceptor.await("ack 5");
        }
    }

    @Test
    void injectedFaultsCloseLinksOnce() throws Exception {
        for (long seed = 1; seed <= 30; seed++) {
            try (LinkPair pair = new LinkPair(Settings.builder()).open()) {
                pair.diallingEndpoint.faults = new FaultInjector(3, seed);
                while (pair.dialler.fault == null) {
                    pair.diallerLink.send(TestMessage.of(1, 10, 0, 0, new Random(1)));
                    pair.acceptorLink.ack(1);
                    pair.acceptorLink.flush();
                    pair.diallerLink.flush();
                }
                assertEquals(LinkFault.Kind.INJECTED, pair.dialler.fault.kind());
                pair.acceptor.await("closed");
                pair.diallerLink.close(LinkFault.local("again"));
                pair.diallerLink.flush();
                assertFalse(pair.diallerLink.send(TestMessage.of(1, 1, 0, 0, new Random(1))));
                pair.diallingMessenger.close();
                assertEquals(
                        1,
                        pair.dialler.all.stream()
                                .filter(e -> e.contains("closed"))
                                .count());
                assertTrue(pair.dialler.all.getLast().startsWith("closed"), "closed is last: " + pair.dialler.all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "data", "both"})
    void withoutCrcOnBothSides(String off) throws Exception {
        SimpleSettings.Builder settings =
                Settings.builder().crcHeader(off.equals("data")).crcData(off.equals("header"));
        try (LinkPair pair = new LinkPair(settings).open()) {
            List<TestMessage> messages = messages(new Random(3)).subList(0, 20);
            sendAll(pair.diallerLink, pair.dialler, messages);
            receiveAll(pair.acceptor, messages);
        }
    }
}
