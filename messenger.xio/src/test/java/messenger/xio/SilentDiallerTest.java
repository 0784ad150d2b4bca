package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.core.Timers;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dialler that connects and says no HELLO is told nothing, and is closed when its handshake takes too long. */
@Timeout(60)
class SilentDiallerTest {
    private static final Duration HANDSHAKE = Duration.ofSeconds(7);
    private static final String HELLO = "u8:1 addr:0.0.0.0:0/77";
    private static final String CONNECT = "u8:2 le64:0x3f01cfbdfffdffff le32:8 le32:1 le32:0 le32:1 le32:0 le32:0 u8:0";
    private static final String ANSWERS = "u8:1 addr:127.0.0.1:" + ScriptedFabric.LISTENING + "/9 addr:127.0.0.1:"
            + ScriptedFabric.CONNECTING + "/0"
            + " u8:3 u8:13 le64:0x3f01cfbdfffdffff le32:1 le32:1 le32:1 le32:0 u8:1 u8:13 le64:0";

    private final ScriptedFabric fabric = new ScriptedFabric();
    private final Queue<Runnable> handshakesLate = new ConcurrentLinkedQueue<>();

    /** Has the test say when a handshake has taken too long; nothing else ever is due. */
    private final Timers timers = new Timers() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            if (!delay.equals(HANDSHAKE)) {
                return Cancellable.NONE;
            }
            handshakesLate.add(task);
            return () -> handshakesLate.remove(task);
        }

        @Override
        public void close() {}
    };

    private ScriptedPeer connected() throws InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(
                fabric.ask(XioRig.greeting(4096, TestSettings.CREDITS)).pair(), TestSettings.CREDITS);
        peer.pair.connected(new byte[0]);
        fabric.settle();
        return peer;
    }

    /** Core answers on strands of its own. */
    private static void awaitAnswer(ScriptedPeer peer, String tokens) {
        int length = ScriptedPeer.bytes(tokens).length;
        Waiting.until("an answer", () -> peer.available() >= length, () -> peer.available() + " bytes");
        peer.expect(tokens);
    }

    @Test
    void isToldNothingAndClosedWhenItsHandshakeTakesTooLongWhileOthersGoOn() throws Exception {
        EndpointSettings settings = EndpointSettings.of("osd.0")
                .nonce(9)
                .defaultPolicy(Policy.statelessServer())
                .handshakeTimeout(HANDSHAKE)
                .build();
        try (CoreRuntime runtime = CoreRuntime.create(timers, 0);
                CoreEndpoint endpoint = new CoreEndpoint(settings, runtime);
                XioMessenger messenger =
                        new XioMessenger(endpoint, TestSettings.small().build(), fabric, timers::nanoTime)) {
            ScriptedPeer other = connected();
            other.send(HELLO + " " + CONNECT);
            awaitAnswer(other, ANSWERS);
            other.send("u8:13 le64:0");
            Waiting.until("an open session", handshakesLate::isEmpty, handshakesLate::toString);

            ScriptedPeer silent = connected();
            assertEquals(List.of(), silent.take(), "told nothing");
            handshakesLate.remove().run();
            fabric.settle();

            LinkFault fault = silent.pair.fault();
            assertEquals(LinkFault.Kind.TIMEOUT, fault.kind(), fault.text());
            for (String word : List.of("127.0.0.1:" + ScriptedFabric.CONNECTING, "7000 ms", "not said who it is")) {
                assertTrue(fault.text().contains(word), "'" + word + "' in: " + fault.text());
            }
            assertEquals(List.of(), silent.take(), "told nothing");
            other.send("u8:14 le32:1 le32:2");
            awaitAnswer(other, "u8:15 le32:1 le32:2");
            assertNull(other.pair.fault());
            assertEquals(1, messenger.addresses().size(), "goes on listening");
        }
        assertTrue(fabric.isClosed());
    }
}
