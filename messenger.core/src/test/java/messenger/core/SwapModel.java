package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;

/**
 * Two endpoints, A and B, with two transports each and one session between them, which A has dialled by the first. What
 * they do, and when what arrives is taken in, is decided step by step.
 */
final class SwapModel implements AutoCloseable {
    static final String ONE = "one";
    static final String TWO = "two";

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int PATIENCE = 200;

    /** One of the two. */
    final class Side implements Dispatcher {
        private final String name;
        private final CoreRuntime runtime = CoreRuntime.create(timers, 0, 0);
        private final CoreEndpoint endpoint;
        private StepTransport one;
        private StepTransport two;
        private final int port;
        private final List<String> received = new ArrayList<>();
        private final List<String> accepted = new ArrayList<>();
        private final Deque<Runnable> plans = new ArrayDeque<>();
        private final Deque<String> planned = new ArrayDeque<>();
        private Connection connection;

        Side(String name, int port, Policy policy, boolean automatic) {
            this.name = name;
            this.port = port;
            this.endpoint = new CoreEndpoint(
                    EndpointSettings.of("osd." + port)
                            .nonce(port)
                            .defaultPolicy(policy)
                            .handshakeTimeout(HANDSHAKE)
                            .swapAutomatic(automatic)
                            .build(),
                    runtime);
            endpoint.addDispatcher(this, name, 0);
            one = new StepTransport(network, endpoint, ONE, 1, port);
        }

        void startTwo() {
            two = new StepTransport(network, endpoint, TWO, 2, port + 1);
        }

        EntityAddress address() {
            return new EntityAddress(ONE, InetAddress.getLoopbackAddress(), port, port);
        }

        Side then(String what, Runnable action) {
            planned.add(name + " " + what);
            plans.add(action);
            return this;
        }

        Side thenSend(String... texts) {
            for (String text : texts) {
                then("sends " + text, () -> send(text));
            }
            return this;
        }

        Side thenSwap(String type) {
            return then("swaps to " + type, () -> connection.swap(type));
        }

        Side thenStop(String type) {
            return then("stops " + type, () -> (type.equals(ONE) ? one : two).stop());
        }

        Side thenStart(String type) {
            return then("starts " + type, () -> {
                if (type.equals(ONE)) {
                    one = new StepTransport(network, endpoint, ONE, 1, port);
                } else {
                    startTwo();
                }
            });
        }

        void send(String text) {
            assertEquals(SendResult.ACCEPTED, connection.trySend(Conversation.message(text)), name + " sends " + text);
            accepted.add(text);
        }

        String link() {
            SessionDTO dto = connection.state();
            return dto.state.equals("OPEN") ? dto.link.transport : dto.state;
        }

        SessionDTO state() {
            return connection.state();
        }

        List<String> accepted() {
            return accepted;
        }

        @Override
        public void fastPreprocess(Message message) {
            received.add(DispatchLog.text(message));
        }

        @Override
        public boolean dispatch(Message message) {
            return true;
        }

        @Override
        public void reset(Connection lost) {
            resets.add(name + " was reset");
        }

        @Override
        public void remoteReset(Connection lost) {
            resets.add(name + " was told that the peer has reset");
        }
    }

    private final StepNetwork network = new StepNetwork();
    private final ManualTimers timers = new ManualTimers();
    private final Choices choices;
    private final List<String> history = new ArrayList<>();
    private final List<String> resets = new ArrayList<>();
    final Side a;
    final Side b;
    private int breaksLeft;
    private int freezesLeft;

    SwapModel(Choices choices, Policy ofA, Policy ofB, boolean automatic) {
        this.choices = choices;
        this.a = new Side("A", 100, ofA, automatic);
        this.b = new Side("B", 200, ofB, automatic);
        a.connection = a.endpoint.messenger().connect(EntityType.OSD, b.address());
        network.settle();
        b.connection = b.endpoint.sessions().all().getFirst().connection();
        assertEquals(ONE, a.link());
        if (!automatic) {
            a.startTwo();
            b.startTwo();
            network.settle();
        }
    }

    /** Links may break so many times, wherever that is. */
    SwapModel breaking(int times) {
        breaksLeft = times;
        return this;
    }

    /** Links may fall silent so many times. */
    SwapModel freezing(int times) {
        freezesLeft = times;
        return this;
    }

    /** Goes on until nothing more can happen, as the choices say; then lets time pass until all is well again. */
    void run() {
        while (step()) {
            // one decision each
        }
        settle();
    }

    private boolean step() {
        List<Runnable> possible = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Side side : List.of(a, b)) {
            if (!side.plans.isEmpty()) {
                possible.add(() -> {
                    side.planned.poll();
                    side.plans.poll().run();
                });
                names.add(side.planned.peek());
            }
        }
        for (StepLink link : network.enabled()) {
            possible.add(link::step);
            names.add(link.next());
        }
        if (possible.isEmpty()) {
            return false;
        }
        for (StepLink link : breaksLeft + freezesLeft > 0 ? network.open() : List.<StepLink>of()) {
            if (breaksLeft > 0) {
                possible.add(() -> {
                    breaksLeft--;
                    link.breaks();
                });
                names.add(link + " breaks");
            }
            if (freezesLeft > 0 && !link.isFrozen()) {
                possible.add(() -> {
                    freezesLeft--;
                    link.freeze();
                });
                names.add(link + " falls silent");
            }
        }
        int chosen = choices.among(possible.size());
        history.add(names.get(chosen));
        possible.get(chosen).run();
        return true;
    }

    private boolean isWell() {
        // without anything to send, peers may stand by
        return a.link().equals(b.link())
                && (a.state().state.equals("OPEN") || a.state().state.equals("STANDBY"))
                && a.received.equals(b.accepted)
                && b.received.equals(a.accepted);
    }

    private void settle() {
        network.settle();
        for (int i = 0; i < PATIENCE && !isWell(); i++) {
            timers.advance(Duration.ofMillis(250));
            network.settle();
            if (i == PATIENCE / 2) {
                // a link that is silent while nothing is due is noticed by who sends
                network.open().stream().filter(StepLink::isFrozen).forEach(StepLink::breaks);
            }
        }
    }

    /** The session is, or will be after some time, carried by that transport. */
    void awaitLink(String type) {
        for (int i = 0; i < PATIENCE && !(a.link().equals(type) && b.link().equals(type)); i++) {
            timers.advance(Duration.ofMillis(250));
            network.settle();
        }
        assertEquals(type, a.link(), this::story);
        assertEquals(type, b.link(), this::story);
    }

    /** Every message has arrived once and in order, and the session is at rest on both sides, over the same link. */
    void check() {
        assertEquals(a.accepted, b.received, this::story);
        assertEquals(b.accepted, a.received, this::story);
        assertEquals(List.of(), resets, this::story);
        if (!isWell()) {
            fail("A is " + a.link() + ", B is " + b.link() + "\n" + story());
        }
    }

    String story() {
        return String.join("\n", history) + "\nA: " + String.join("\n   ", a.state().trace) + "\nB: "
                + String.join("\n   ", b.state().trace);
    }

    @Override
    public void close() {
        a.endpoint.close();
        b.endpoint.close();
        a.runtime.close();
        b.runtime.close();
    }
}
