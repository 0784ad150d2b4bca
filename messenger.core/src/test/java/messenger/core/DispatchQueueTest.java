package messenger.core;

import static messenger.core.Conversation.HIGH;
import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.Priority;
import messenger.api.SendResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is handed to Dispatchers, when, and in which order. */
@Timeout(60)
class DispatchQueueTest {
    private static final String LATE = "late";
    private static final Dispatcher IDLE = message -> false;

    @AutoClose
    private Conversation talk = Conversation.with(
            Policy.statefulServer(),
            settings -> settings.requiredDispatchers(List.of(LATE)).storeMessages(1));

    private Registration missingOneCame() {
        return talk.endpoint().addDispatcher(IDLE, LATE, 1);
    }

    private ScriptedLink accepted() {
        return talk.accepts(LOW).connects(1, 0).tellsSeq(0);
    }

    @Test
    void messagesWaitForTheDispatchersThatAreRequired() {
        ScriptedLink link = accepted().sends(1, "one").sends(2, "two").endsBatch();
        assertEquals(List.of(LATE), talk.endpoint().messenger().state().missingDispatchers);
        assertEquals(3, talk.endpoint().dispatch().queued());
        assertEquals(List.of(), talk.log().take());
        Registration late = missingOneCame();
        talk.expectEvents("accepted", "one", "two");
        assertEquals(List.of(), talk.endpoint().messenger().state().missingDispatchers);
        late.close();
        link.sends(3, "three");
        assertEquals(1, talk.endpoint().dispatch().queued());
        missingOneCame();
        talk.expectEvents("three");
    }

    @Test
    void waitingMessagesHoldTheirThrottle() {
        ScriptedLink link = accepted();
        talk.endpoint().setPolicy(EntityType.OSD, Policy.statefulServer().withThrottles(1, 0));
        link.sends(1, "one").sends(2, "two").sends(3, "three");
        assertEquals(2, talk.session(LOW).dto().throttled);
        missingOneCame();
        Await.that(() -> link.resumesAsked() > 0, "the throttle gave way");
        talk.expectEvents("accepted", "one");
        Await.that(() -> allDispatchedAfterResuming(link, 3), "all came");
        talk.expectEvents("two", "three");
        assertEquals(0, talk.runtime().incoming().used());
    }

    private boolean allDispatchedAfterResuming(ScriptedLink link, int count) {
        link.resumes();
        return talk.endpoint().dispatch().dispatched() == count;
    }

    @Test
    void eventsComeBeforeMessages() {
        accepted().sends(Handshakes.message(1, 0, Priority.HIGHEST, "from the first"));
        talk.accepts(HIGH).connects(1, 0).tellsSeq(0);
        missingOneCame();
        talk.expectEvents("accepted", "accepted", "from the first");
    }

    @Test
    void prioritiesThenTurnsThenOrder() {
        ScriptedLink first = accepted();
        ScriptedLink second = talk.accepts(HIGH).connects(1, 0).tellsSeq(0);
        first.sends(1, "a1").sends(2, "a2").sends(3, "a3");
        second.sends(1, "b1").sends(2, "b2");
        first.sends(Handshakes.message(4, 0, Priority.HIGH, "a urgent"));
        second.sends(Handshakes.message(3, 0, Priority.LOW, "b low"));
        missingOneCame();
        talk.expectEvents("accepted", "accepted", "a urgent", "a1", "b1", "a2", "b2", "a3", "b low");
    }

    @Test
    void priorityZeroIsDispatched() {
        ScriptedLink link = accepted();
        for (int seq = 1; seq <= 3; seq++) {
            link.sends(Handshakes.message(seq, 0, 0, "zero " + seq));
        }
        missingOneCame();
        talk.expectEvents("accepted", "zero 1", "zero 2", "zero 3");
    }

    @Test
    void handlerThatFailsHasHadTheMessage() {
        missingOneCame();
        talk.endpoint()
                .addDispatcher(
                        message -> {
                            if (message.tid() == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                            if (message.tid() == 2) {
                                throw new StackOverflowError("on purpose");
                            }
                            return false;
                        },
                        "failing",
                        9);
        accepted()
                .sends(Handshakes.message(1, 1, "fails"))
                .sends(Handshakes.message(2, 2, "fails too"))
                .sends(Handshakes.message(3, 3, "goes on"))
                .endsBatch();
        talk.expectEvents("accepted", "goes on");
        assertEquals(0, talk.runtime().incoming().used());
        assertEquals(3, talk.endpoint().dispatch().dispatched());
    }

    @Test
    void eventHandlerThatFailsDoesNotKeepItFromOthers() {
        missingOneCame();
        talk.endpoint()
                .addDispatcher(
                        new Dispatcher() {
                            @Override
                            public boolean dispatch(Message message) {
                                return false;
                            }

                            @Override
                            public void accepted(Connection connection) {
                                throw new IllegalStateException("on purpose");
                            }
                        },
                        "failing",
                        9);
        accepted();
        talk.expectEvents("accepted");
    }

    @Test
    void firstTakerConsumesByRank() {
        missingOneCame();
        talk.endpoint().addDispatcher(message -> true, "greedy", 5);
        accepted().sends(1, "taken");
        talk.expectEvents("accepted");
    }

    @Test
    void sendWhileDispatchingNeverWaits() {
        missingOneCame();
        AtomicReference<SendResult> answer = new AtomicReference<>();
        talk.log().onMessage(message -> {
            try {
                message.connection().send(Conversation.message("first"), Duration.ofDays(1));
                answer.set(message.connection().send(Conversation.message("second"), Duration.ofDays(1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        accepted().sends(1, "request");
        talk.expectEvents("accepted", "request");
        assertEquals(SendResult.BACK_PRESSURED, answer.get());
    }

    @Test
    void handlerIsDoneWithItsShareUnlessItRetainsIt() {
        missingOneCame();
        AtomicReference<Message> kept = new AtomicReference<>();
        talk.log().onMessage(message -> {
            message.retain();
            kept.set(message);
        });
        accepted().sends(1, "four");
        talk.expectEvents("accepted", "four");
        assertEquals(4, talk.runtime().incoming().used());
        kept.get().release();
        kept.get().release();
        assertEquals(0, talk.runtime().incoming().used());
        assertTrue(kept.get().times().completed() != 0);
    }

    @Test
    void messagesOfASessionThatEndedAreDropped() {
        accepted().sends(1, "one");
        talk.session(LOW).connection().markDown();
        missingOneCame();
        talk.expectEvents("accepted");
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void messagesThatNobodyTakesAreDropped() {
        missingOneCame();
        try (Conversation deaf = Conversation.silent(Policy.statefulServer())) {
            deaf.accepts(LOW).connects(1, 0).tellsSeq(0).sends(1, "one").endsBatch();
            Await.that(() -> deaf.endpoint().dispatch().queued() == 0, "it is dropped");
            assertEquals(0, deaf.runtime().incoming().used());
        }
    }

    @Test
    void ageOfTheOldestIsKnown() {
        accepted();
        talk.advance(Duration.ofMillis(30));
        assertEquals(30_000_000, talk.endpoint().dispatch().oldestNanos());
        missingOneCame();
        talk.expectEvents("accepted");
        assertEquals(0, talk.endpoint().dispatch().oldestNanos());
    }

    @Test
    void stopIsBoundedWhateverAHandlerDoes() throws InterruptedException {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.shutdownTimeout(Duration.ofMillis(20)));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        talk.log().onMessage(message -> {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        accepted().sends(1, "stuck").sends(2, "behind");
        inside.await();
        talk.endpoint().close();
        assertTrue(talk.endpoint().isShutDown());
        leave.countDown();
        Await.that(() -> talk.endpoint().dispatch().queued() == 0, "the rest is dropped");
        Await.that(() -> talk.runtime().incoming().used() == 0, "the throttles are given back");
        assertEquals(List.of("accepted", "stuck"), talk.log().take());
    }

    @Test
    void stopOnTheDispatchThreadDoesNotWaitForItself() {
        talk = talk.insteadWith(Policy.statefulServer());
        talk.log().onMessage(message -> talk.endpoint().close());
        accepted().sends(1, "the last");
        Await.that(
                () -> talk.endpoint().isShutDown() && talk.endpoint().dispatch().queued() == 0, "it has stopped");
        assertNull(talk.session(LOW));
    }
}
