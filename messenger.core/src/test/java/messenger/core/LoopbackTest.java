package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.api.SendResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The session with oneself. */
class LoopbackTest {
    private static final String LATE = "late";

    @AutoClose
    private final Conversation talk = Conversation.with(
            Policy.losslessClient(), settings -> settings.storeMessages(2).requiredDispatchers(List.of(LATE)));

    private final Connection self = talk.endpoint().messenger().loopback();

    private void begin() {
        talk.endpoint().addDispatcher(message -> false, LATE, 0);
    }

    @Test
    void messagesArriveInOrderByPriority() {
        self.trySend(Conversation.message("one"));
        self.trySend(Message.builder(1)
                .priority(200)
                .front(Handshakes.bytes("urgent"))
                .build());
        begin();
        talk.expectEvents("urgent", "one");
    }

    @Test
    void storeIsBoundedUntilDispatch() {
        assertEquals(SendResult.ACCEPTED, self.trySend(Conversation.message("one")));
        assertEquals(SendResult.ACCEPTED, self.trySend(Conversation.message("two")));
        assertEquals(SendResult.BACK_PRESSURED, self.trySend(Conversation.message("three")));
        begin();
        talk.expectEvents("one", "two");
        assertEquals(SendResult.ACCEPTED, self.trySend(Conversation.message("three")));
        talk.expectEvents("three");
        assertEquals(0, self.state().storedBytes);
        assertEquals(0, talk.runtime().outgoing().used());
    }

    @Test
    void requestIsAnswered() {
        begin();
        talk.log().onMessage(request -> self.sendReply(request, Conversation.message("answer")));
        CompletableFuture<Message> reply = self.request(Conversation.message("question"), Duration.ofSeconds(1));
        assertEquals("answer", DispatchLog.text(reply.join()));
        talk.expectEvents("question");
        assertEquals(0, self.state().storedBytes);
    }

    @Test
    void isAlwaysConnectedUntilTheEndpointIsShutDown() {
        assertTrue(self.isConnected());
        self.markDown();
        self.markDisposable();
        assertFalse(self.isClosed());
        self.sendAcknowledged(Conversation.message("at once")).join();
        assertEquals(Duration.ZERO, self.keepalive().join());
        talk.endpoint().close();
        assertTrue(self.isClosed());
        assertEquals(SendResult.CLOSED, self.trySend(Conversation.message("late")));
        assertEquals(0, talk.runtime().outgoing().used(), "what was not dispatched is given back");
    }

    @Test
    void fastAnswersDoNotNest() {
        int rounds = 100_000;
        AtomicInteger seen = new AtomicInteger();
        talk.endpoint()
                .addDispatcher(
                        new Dispatcher() {
                            @Override
                            public boolean dispatch(Message message) {
                                return false;
                            }

                            @Override
                            public boolean canFastDispatch(MessageHeader header) {
                                return true;
                            }

                            @Override
                            public void fastDispatch(Message message) {
                                if (seen.incrementAndGet() < rounds) {
                                    message.connection().trySend(Conversation.message("again"));
                                }
                            }
                        },
                        "fast",
                        1);
        begin();
        self.trySend(Conversation.message("first"));
        Await.that(() -> seen.get() == rounds, "all rounds are played");
    }
}
