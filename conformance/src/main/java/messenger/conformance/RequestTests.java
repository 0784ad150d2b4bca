package messenger.conformance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.NotSentException;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Requests and their replies. */
public interface RequestTests extends ConformanceTests {
    /** What a server does with requests: their number comes back. */
    private static void answerAtOnce(Party server) {
        server.probe()
                .onMessage(request -> Pair.accepted(
                        request.connection().sendReply(request, Content.numbered(Content.number(request)))));
    }

    @Test
    default void replyGoesToTheFuture(Rig rig) {
        Pair pair = Pair.lossless(rig);
        answerAtOnce(pair.server());
        for (int number = 1; number <= 20; number++) {
            Message reply =
                    Await.get(pair.toServer().request(Content.numbered(number), Await.LIMIT), "request " + number);
            Assertions.assertEquals(number, Content.number(reply));
            Message request = pair.server().probe().message();
            Assertions.assertNotEquals(0, request.tid(), "a request is given a tid");
            Assertions.assertEquals(request.tid(), reply.tid(), "tid of the reply");
        }
        pair.client().settle();
        pair.client().probe().expectNothingMore();
    }

    @Test
    default void requestKeepsItsOwnTid(Rig rig) {
        Pair pair = Pair.lossless(rig);
        answerAtOnce(pair.server());
        Message request = Content.builder(1).tid(4711).build();
        Message reply = Await.get(pair.toServer().request(request, Await.LIMIT), "the request");
        Assertions.assertEquals(4711, reply.tid());
        Assertions.assertEquals(4711, pair.server().probe().message().tid());
    }

    @Test
    default void manyRequestsAtOnceFindTheirReplies(Rig rig) {
        Pair pair = Pair.lossless(rig);
        answerAtOnce(pair.server());
        CompletableFuture<?>[] replies = new CompletableFuture<?>[500];
        for (int i = 0; i < replies.length; i++) {
            int number = i;
            replies[i] = pair.toServer()
                    .request(Content.numbered(number), Await.LIMIT)
                    .thenAccept(reply -> Assertions.assertEquals(number, Content.number(reply)));
        }
        Await.get(CompletableFuture.allOf(replies), "500 requests");
    }

    @Test
    default void requestThatWasKeptIsAnsweredFromAnotherThread(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server().probe().onMessage(Message::retain);
        CompletableFuture<Message> reply = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        Message request = pair.server().probe().message();
        pair.server().settle();
        Assertions.assertFalse(reply.isDone());
        Pair.accepted(pair.toClient().sendReply(Kept.original(request), Content.numbered(2)));
        Assertions.assertEquals(2, Content.number(Await.get(reply, "the request")));
    }

    @Test
    default void replyMayBeMuchLargerThanTheRequest(Rig rig) {
        Pair pair = Pair.lossless(rig);
        int length = 3 << 20;
        pair.server()
                .probe()
                .onMessage(request -> request.connection().sendReply(request, Content.numbered(9, length)));
        Message reply = Await.get(pair.toServer().request(Content.numbered(1), Await.LIMIT), "the request");
        Content.assertPattern(9, length, reply.data(), "data of the reply");
    }

    @Test
    default void requestTimesOut(Rig rig) {
        Pair pair = Pair.lossless(rig);
        long start = System.nanoTime();
        CompletableFuture<Message> reply = pair.toServer().request(Content.numbered(1), Duration.ofMillis(50));
        Await.failure(TimeoutException.class, reply, "a request that nobody answers");
        Assertions.assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos(), "too early");
        pair.server().probe().expectNumbers(1, 2);
        pair.exchange(2);
    }

    @Test
    default void cancelledRequestIsForgotten(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server().probe().onMessage(Message::retain);
        CompletableFuture<Message> reply = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        Message request = pair.server().probe().message();
        Assertions.assertTrue(reply.cancel(false));
        Pair.accepted(pair.toClient().sendReply(Kept.original(request), Content.numbered(2)));
        // with nobody to wait for it, it is a message like any other
        pair.client().probe().expectNumbers(2, 3);
    }

    @Test
    default void requestInsideAHandlerDoesNotBlockIt(Rig rig) {
        Pair pair = Pair.lossless(rig);
        answerAtOnce(pair.server());
        AtomicReference<CompletableFuture<Message>> inner = new AtomicReference<>();
        pair.client()
                .probe()
                .onMessage(message -> inner.set(message.connection().request(Content.numbered(8), Await.LIMIT)));
        Pair.accepted(pair.toClient().trySend(Content.numbered(7)));
        Await.until("the handler to have run", () -> inner.get() != null);
        Assertions.assertEquals(8, Content.number(Await.get(inner.get(), "a request from the dispatch thread")));
    }

    @Test
    default void loopbackAnswersRequests(Rig rig) {
        Party party = rig.server("osd.0", Policy.losslessPeer());
        answerAtOnce(party);
        Message reply = Await.get(
                party.messenger().loopback().request(Content.numbered(3), Await.LIMIT), "a request to oneself");
        Assertions.assertEquals(3, Content.number(reply));
    }

    @Test
    default void oneReplyIsAcceptedWhenTheStoreIsFull(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessClient().withThrottles(1, 0))
                        .readAheadBytes(0),
                Rig.settings("osd.0", Policy.statefulServer()).storeMessages(4));
        pair.awaitAcknowledged();
        pair.client().probe().onMessage(Message::retain);
        pair.server().probe().onMessage(Message::retain);
        CompletableFuture<Message> reply = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        Message request = pair.server().probe().message();
        int sent = StoreTests.fill(pair.toClient(), 100);
        Assertions.assertTrue(sent < 100, "the store holds 4 messages, but " + sent + " were accepted");
        Pair.accepted(pair.toClient().sendReply(Kept.original(request), Content.numbered(1000)));
        Assertions.assertEquals(
                SendResult.BACK_PRESSURED,
                pair.toClient().sendReply(Kept.original(request), Content.numbered(1001)),
                "a second reply to one request, with the store full");
        for (int number = 0; number < sent; number++) {
            Message message = pair.client().probe().message();
            Assertions.assertEquals(number, Content.number(message));
            message.release();
        }
        Assertions.assertEquals(1000, Content.number(Await.get(reply, "the request")));
    }

    @Test
    default void requestFailsWithTheSession(Rig rig) {
        Pair pair = Pair.lossless(rig);
        CompletableFuture<Message> pending = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        pair.toServer().markDown();
        Await.failure(SessionLostException.class, pending, "a request whose session was marked down");
        CompletableFuture<Message> late = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        NotSentException notSent = Await.failure(NotSentException.class, late, "a request on a closed connection");
        Assertions.assertEquals(SendResult.CLOSED, notSent.result());
    }

    @Test
    default void requestThatFindsTheStoreFullFails(Rig rig) {
        Party client =
                rig.client(Rig.settings("client.1", Policy.losslessClient()).storeMessages(1));
        Connection nowhere = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        Pair.accepted(nowhere.trySend(Content.numbered(1)));
        NotSentException notSent = Await.failure(
                NotSentException.class, nowhere.request(Content.numbered(2), Await.LIMIT), "a request without room");
        Assertions.assertEquals(SendResult.BACK_PRESSURED, notSent.result());
    }

    @Test
    default void requestSurvivesACutLink(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server().probe().onMessage(Message::retain);
        CompletableFuture<Message> reply = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        Message request = pair.server().probe().message();
        pair.cut();
        Pair.accepted(pair.toClient().sendReply(Kept.original(request), Content.numbered(2)));
        Assertions.assertEquals(2, Content.number(Await.get(reply, "a request whose link was cut")));
    }
}
