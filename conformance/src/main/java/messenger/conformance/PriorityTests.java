package messenger.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.Priority;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** In which order messages leave and are dispatched. */
public interface PriorityTests extends ConformanceTests {
    private static Message prioritized(int number, int priority) {
        return Content.builder(number).priority(priority).build();
    }

    @Test
    default void queuedMessagesLeaveByPriorityThenAge(Rig rig) {
        EntityAddress address = rig.deadAddress();
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        Random random = rig.random();
        int[] priorities = {1, 63, Priority.LOW, Priority.DEFAULT, Priority.HIGH, Priority.HIGHEST, 1000};
        List<int[]> sent = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            int priority = priorities[random.nextInt(priorities.length)];
            sent.add(new int[] {number, priority});
            Pair.accepted(connection.trySend(prioritized(number, priority)));
        }
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), rig.runtime(), List.of(address));
        // the sequence number tells when a message left, whatever the order of dispatch
        List<Message> left = new ArrayList<>(server.probe().messages(sent.size()));
        left.sort(Comparator.comparingLong(message -> message.header().seq()));
        sent.sort(Comparator.comparingInt((int[] each) -> -each[1]).thenComparingInt(each -> each[0]));
        Assertions.assertEquals(
                sent.stream().map(each -> each[0]).toList(),
                left.stream().map(Content::number).toList());
    }

    /** Keeps the server's dispatch thread busy while {@code meanwhile} runs. */
    private static void whileBlocked(Party server, Connection blocker, Runnable meanwhile) {
        CountDownLatch release = new CountDownLatch(1);
        server.probe().onMessage(message -> Await.until("the test to go on", () -> release.getCount() == 0));
        Pair.accepted(blocker.trySend(Content.numbered(-1)));
        server.probe().expectNumbers(-1, 0);
        meanwhile.run();
        release.countDown();
        server.probe().onMessage(message -> {});
    }

    /** Sends one message and waits until it is in the server's queue. */
    private static void arrive(Connection from, Message message) {
        Pair.accepted(from.trySend(message));
        Await.until("a message to be received", () -> from.state().queued + from.state().unacknowledged == 0);
    }

    @Test
    default void dispatchIsByPriorityThenAge(Rig rig) {
        Pair pair = Pair.lossless(rig);
        int[] ascending = {Priority.LOW, 65, Priority.DEFAULT, Priority.HIGH, Priority.HIGHEST};
        whileBlocked(pair.server(), pair.toServer(), () -> {
            for (int i = 0; i < ascending.length; i++) {
                arrive(pair.toServer(), prioritized(10 * i, ascending[i]));
                arrive(pair.toServer(), prioritized(10 * i + 1, ascending[i]));
            }
        });
        for (int i = ascending.length - 1; i >= 0; i--) {
            pair.server().probe().expectNumbers(10 * i, 10 * i + 2);
        }
    }

    @Test
    default void sessionsTakeTurnsAtOnePriority(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Pair first = Pair.open(rig.client("client.1", Policy.losslessClient()), server);
        Pair second = Pair.open(rig.client("client.2", Policy.losslessClient()), server);
        whileBlocked(server, first.toServer(), () -> {
            for (int number = 0; number < 20; number++) {
                arrive(first.toServer(), Content.numbered(number));
            }
            arrive(second.toServer(), Content.numbered(100));
            arrive(second.toServer(), Content.numbered(101));
        });
        List<Integer> order =
                server.probe().messages(22).stream().map(Content::number).toList();
        Assertions.assertTrue(order.indexOf(100) <= 2, () -> "the second session waits for the first: " + order);
        Assertions.assertTrue(order.indexOf(101) <= 4, () -> "the second session waits for the first: " + order);
        Assertions.assertTrue(order.indexOf(100) < order.indexOf(101), order::toString);
    }

    @Test
    default void lowPrioritiesAllArrive(Rig rig) {
        Pair pair = Pair.lossless(rig);
        int count = 300;
        for (int number = 0; number < count; number++) {
            Pair.accepted(pair.toServer().trySend(prioritized(number, 1 + number % 63)));
        }
        List<Integer> numbers = pair.server().probe().messages(count).stream()
                .map(Content::number)
                .sorted()
                .toList();
        Assertions.assertEquals(IntStream.range(0, count).boxed().toList(), numbers);
    }

    @Test
    default void priorityOrderSurvivesReconnects(Rig rig) {
        Pair pair = Pair.lossless(rig);
        int count = 600;
        for (int number = 0; number < count; number++) {
            int priority = number % 3 == 0 ? Priority.HIGH : Priority.DEFAULT;
            Pair.accepted(pair.toServer().trySend(prioritized(number, priority)));
            if (number % 100 == 50) {
                pair.client().tap().cutLinks();
            }
        }
        int nextHigh = 0;
        int nextDefault = 1;
        for (Message message : pair.server().probe().messages(count)) {
            int number = Content.number(message);
            if (message.priority() == Priority.HIGH) {
                Assertions.assertEquals(nextHigh, number, "order of priority 196");
                nextHigh += 3;
            } else {
                Assertions.assertEquals(nextDefault, number, "order of priority 127");
                nextDefault += nextDefault % 3 == 1 ? 1 : 2;
            }
        }
        pair.settle();
        pair.server().probe().expectNothingMore();
    }
}
