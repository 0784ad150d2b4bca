package messenger.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import messenger.core.Registration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** How messages and events reach Dispatchers. */
public interface DispatchTests extends ConformanceTests {
    /** Takes messages of one type. */
    private static Dispatcher taking(int type, BlockingQueue<Integer> taken, List<Integer> seen) {
        return message -> {
            synchronized (seen) {
                seen.add(message.type());
            }
            return message.type() == type && taken.add(message.type());
        };
    }

    @Test
    default void higherRankedDispatcherIsAskedFirst(Rig rig) {
        Pair pair = Pair.lossless(rig);
        BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
        List<Integer> seen = new ArrayList<>();
        Registration higher = pair.server().endpoint().addDispatcher(taking(7, taken, seen), null, 5);
        pair.server().endpoint().addDispatcher(taking(8, taken, seen), null, -5);
        for (int type : new int[] {7, 8, 9}) {
            Pair.accepted(pair.toServer().trySend(Message.builder(type).build()));
        }
        Assertions.assertEquals(7, Await.take(taken, "the higher ranked Dispatcher to take its message"));
        Assertions.assertEquals(8, pair.server().probe().message().type(), "taken by the probe, which ranks between");
        Assertions.assertEquals(9, pair.server().probe().message().type());
        synchronized (seen) {
            Assertions.assertEquals(List.of(7, 8, 9), seen, "asked");
        }
        higher.close();
        Pair.accepted(pair.toServer().trySend(Message.builder(7).build()));
        Assertions.assertEquals(7, pair.server().probe().message().type(), "after the higher ranked has gone");
    }

    @Test
    default void messageThatNobodyTakesDisturbsNothing(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Registration refuser = pair.client().endpoint().addDispatcher(message -> false, null, 10);
        pair.exchange(1);
        refuser.close();
        pair.exchange(2);
    }

    @Test
    default void messagesWaitForARequiredDispatcher(Rig rig) {
        Party server = rig.server(Rig.settings("osd.0", Policy.statefulServer()).requiredDispatchers(List.of("app")));
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.connect(server);
        for (int number = 0; number < 5; number++) {
            Pair.accepted(connection.trySend(Content.numbered(number)));
        }
        Await.until("all to be received", () -> connection.state().unacknowledged + connection.state().queued == 0);
        Assertions.assertEquals(List.of("app"), server.messenger().state().missingDispatchers);
        Assertions.assertEquals(0, server.probe().dispatched(), "dispatched without the required Dispatcher");
        BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
        Registration app = server.endpoint().addDispatcher(taken::add, "app", 1);
        for (int number = 0; number < 5; number++) {
            Assertions.assertEquals(number, Content.number(Await.take(taken, "a message that waited")));
        }
        app.close();
        Pair.accepted(connection.trySend(Content.numbered(5)));
        Await.until("the message to be received", () -> connection.state().unacknowledged == 0);
        Assertions.assertEquals(0, server.probe().dispatched(), "dispatched after the required Dispatcher has gone");
        server.endpoint().addDispatcher(taken::add, "app", 1);
        Assertions.assertEquals(5, Content.number(Await.take(taken, "a message that waited")));
    }

    @Test
    default void handlerThatThrowsHasHadItsMessage(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server().probe().onMessage(message -> {
            if (Content.number(message) % 2 == 0) {
                throw new IllegalStateException("thrown by the test");
            }
        });
        for (int number = 0; number < 10; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
        }
        pair.server().probe().expectNumbers(0, 10);
        pair.server().settle();
        pair.server().probe().expectNothingMore();
        Assertions.assertEquals(0, pair.toServer().state().reconnects, "reconnects");
    }

    @Test
    default void fastDispatchDoesNotWaitForTheQueue(Rig rig) {
        Pair pair = Pair.lossless(rig);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Thread> dispatching = new AtomicReference<>();
        AtomicReference<Thread> receiving = new AtomicReference<>();
        pair.server().probe().onMessage(message -> {
            dispatching.set(Thread.currentThread());
            Await.until("the test to go on", () -> release.getCount() == 0);
        });
        pair.server().probe().onFast(message -> receiving.set(Thread.currentThread()));
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        pair.server().probe().expectNumbers(1, 2);
        Pair.accepted(pair.toServer().trySend(Content.message(Probe.FAST, "fast")));
        Assertions.assertEquals(
                "fast", Content.text(pair.server().probe().fast().front()));
        Await.until("both to have run", () -> dispatching.get() != null && receiving.get() != null);
        Assertions.assertNotSame(dispatching.get(), receiving.get(), "thread of fast dispatch");
        release.countDown();
        pair.server().probe().onMessage(message -> {});
        pair.exchange(2);
    }

    @Test
    default void everyMessageIsPreprocessedFirst(Rig rig) {
        Pair pair = Pair.lossless(rig);
        List<String> order = new CopyOnWriteArrayList<>();
        Probe probe = pair.server().probe();
        probe.onPreprocess(message -> order.add("preprocess " + message.type()));
        probe.onMessage(message -> order.add("dispatch " + message.type()));
        probe.onFast(message -> order.add("fast " + message.type()));
        Pair.accepted(pair.toServer().trySend(Message.builder(7).build()));
        Await.until("the first message to be handled", () -> order.size() >= 2);
        Pair.accepted(pair.toServer().trySend(Message.builder(Probe.FAST).build()));
        Await.until("four calls", () -> order.size() >= 4);
        Assertions.assertEquals(List.of("preprocess 7", "dispatch 7", "preprocess 101", "fast 101"), order);
    }

    @Test
    default void eventsComeBeforeMessages(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        List<String> atServer = new CopyOnWriteArrayList<>();
        List<String> atClient = new CopyOnWriteArrayList<>();
        server.probe().on(Event.ACCEPTED, connection -> {
            atServer.add("accepted");
            connection.trySend(Content.numbered(1));
        });
        server.probe().onMessage(message -> atServer.add("message"));
        client.probe().on(Event.CONNECTED, connection -> atClient.add("connected"));
        client.probe().onMessage(message -> atClient.add("message"));
        Connection connection = client.connect(server);
        Pair.accepted(connection.trySend(Content.numbered(0)));
        Assertions.assertSame(connection, client.probe().event(Event.CONNECTED));
        Assertions.assertSame(server.accepted(), server.probe().message().connection());
        client.probe().message();
        Await.until("both to have run", () -> atServer.size() + atClient.size() == 4);
        Assertions.assertEquals(List.of("accepted", "message"), atServer);
        Assertions.assertEquals(List.of("connected", "message"), atClient);
    }

    @Test
    default void dispatchRunsOneAtATime(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.probe().onMessage(message -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
        });
        for (int id = 1; id <= 4; id++) {
            Traffic.start(rig.client("client." + id, Policy.losslessClient()).connect(server), 200);
        }
        server.probe().messages(800);
        Assertions.assertEquals(1, most.get(), "handlers that ran at once");
    }
}
