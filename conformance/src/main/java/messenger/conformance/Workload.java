package messenger.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.SendResult;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;

/**
 * Random traffic between many parties: connects, drops sessions, sends messages of random sizes, answers some of them,
 * and checks content, order and completeness for each session.
 */
final class Workload {
    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("messenger.stress.seconds", 8));
    private static final Duration DRAIN = Await.LIMIT.multipliedBy(3);
    private static final int TYPE = 300;
    private static final int REPLY_TYPE = 301;
    private static final int FRONT = 3 * Long.BYTES;
    private static final int LARGE = 256 * 1024;
    private static final int HUGE = 4 << 20;
    private static final long MOST_OUTSTANDING = 32L << 20;

    private final Rig rig;
    private final Random random;
    private final List<Party> servers;
    private final List<Party> clients;
    private final boolean serversDial;
    private final boolean drops;
    private final AtomicLong flowIds = new AtomicLong();
    private final Map<Long, Flow> flows = new ConcurrentHashMap<>();
    private final Map<Connection, Flow> current = new ConcurrentHashMap<>();
    private final Map<Connection, Party> peers = new ConcurrentHashMap<>();
    private final List<Connection> open = new ArrayList<>();
    private final Map<Connection, Party> owners = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong messages = new AtomicLong();

    /**
     * A workload.
     *
     * @param serversDial whether servers, too, begin sessions
     * @param drops whether sessions are marked down at random
     */
    Workload(Rig rig, List<Party> servers, List<Party> clients, boolean serversDial, boolean drops) {
        this.rig = rig;
        this.random = rig.random();
        this.servers = servers;
        this.clients = clients;
        this.serversDial = serversDial;
        this.drops = drops;
        for (Party party : parties()) {
            party.probe().discard();
            party.probe().onMessage(message -> received(party, message));
            party.probe().on(Event.RESET, this::broken);
            party.probe().on(Event.REMOTE_RESET, this::broken);
        }
    }

    private List<Party> parties() {
        List<Party> all = new ArrayList<>(servers);
        all.addAll(clients);
        return all;
    }

    void run() {
        System.err.println("workload with -Dmessenger.seed=" + rig.seed());
        // every client knows somebody from the start
        clients.forEach(client -> connect(client, pick(servers)));
        long start = System.nanoTime();
        while (System.nanoTime() - start < DURATION.toNanos() && wrong.isEmpty()) {
            int choice = random.nextInt(1000);
            if (choice < 10 && drops) {
                drop(pick(open));
            } else if (choice < 60) {
                connectSomebody();
            } else if (outstanding() < MOST_OUTSTANDING) {
                send(pick(open), TYPE, length());
            } else {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }
        for (Party party : parties()) {
            party.endpoint().faults().oneIn(0);
        }
        long end = System.nanoTime();
        while (wrong.isEmpty() && !incomplete().isEmpty() && System.nanoTime() - end < DRAIN.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        Assertions.assertEquals(List.of(), List.copyOf(wrong), "messages that went wrong");
        Assertions.assertEquals(List.of(), incomplete(), "flows that have not arrived");
        Assertions.assertTrue(messages.get() > 100, () -> "only " + messages + " messages arrived");
        System.err.println("workload: " + messages + " messages in " + flows.size() + " flows");
    }

    private List<String> incomplete() {
        return flows.values().stream()
                .filter(flow -> !flow.isComplete())
                // servers do not dial: what one still sent to a client that dropped it waits there
                .filter(flow -> !drops || clients.contains(flow.from()) || !flow.isAbandoned())
                .map(Flow::toString)
                .toList();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private int length() {
        int choice = random.nextInt(1000);
        if (choice < 2) {
            return HUGE - random.nextInt(100);
        }
        return choice < 100 ? random.nextInt(LARGE) : random.nextInt(2000);
    }

    private long outstanding() {
        return flows.values().stream().mapToLong(Flow::outstanding).sum();
    }

    private void connectSomebody() {
        Party client = pick(clients);
        Party server = pick(servers);
        if (serversDial && random.nextBoolean()) {
            connect(server, client);
        } else {
            connect(client, server);
        }
    }

    private void connect(Party from, Party to) {
        Connection connection = from.connect(to);
        owners.put(connection, from);
        peers.put(connection, to);
        if (!open.contains(connection)) {
            open.add(connection);
        }
    }

    private void drop(Connection connection) {
        Party owner = owners.get(connection);
        Party peer = peers.get(connection);
        if (random.nextBoolean()) {
            connection.markDown();
        } else {
            owner.messenger().markDown(connection.peerAddress());
        }
        open.remove(connection);
        current.remove(connection);
        // neither side need be told of what was lost: the other had nothing to send when it was left
        flows.values().stream().filter(flow -> flow.isBetween(owner, peer)).forEach(Flow::breakOff);
        connect(pick(clients), pick(servers));
    }

    private void broken(Connection connection) {
        Flow flow = current.remove(connection);
        if (flow != null) {
            flow.breakOff();
        }
    }

    private void send(Connection connection, int type, int length) {
        Party from = owners.get(connection);
        Flow flow = current.computeIfAbsent(connection, key -> {
            Flow begun = new Flow(flowIds.incrementAndGet(), from, peers.get(key));
            flows.put(begun.id(), begun);
            return begun;
        });
        SendResult result;
        synchronized (flow) {
            long number = flow.next();
            long seed = flow.id() * 1_000_003 + number;
            ByteBuffer front = ByteBuffer.allocate(FRONT)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(flow.id())
                    .putLong(number)
                    .putLong(length)
                    .flip();
            result = connection.trySend(Message.builder(type)
                    .front(front)
                    .data(Content.pattern(seed, length))
                    .build());
            if (result == SendResult.ACCEPTED) {
                flow.sent(length);
            }
        }
        if (result == SendResult.CLOSED) {
            broken(connection);
            if (type == TYPE) {
                open.remove(connection);
                connect(from, peers.get(connection));
            }
        }
    }

    private void received(Party by, Message message) {
        if (message.type() != TYPE && message.type() != REPLY_TYPE) {
            return;
        }
        messages.incrementAndGet();
        ByteBuffer front = message.front().order(ByteOrder.LITTLE_ENDIAN);
        Flow flow = flows.get(front.getLong());
        long number = front.getLong();
        int length = (int) front.getLong();
        if (flow == null) {
            wrong.add("message of no flow at " + by.settings().name());
            return;
        }
        flow.received(by, number, length).ifPresent(wrong::add);
        String difference = Content.differenceFromPattern(flow.id() * 1_000_003 + number, length, message.data());
        if (difference != null) {
            wrong.add(flow + " number " + number + ": " + difference);
        }
        if (message.type() == TYPE && number % 2 == 0) {
            Connection back = message.connection();
            owners.putIfAbsent(back, by);
            peers.putIfAbsent(back, flow.from());
            send(back, REPLY_TYPE, (int) (number % 500));
        }
    }
}
