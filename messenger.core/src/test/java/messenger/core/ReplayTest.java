package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.Priority;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent again after a reconnect, and in which order. */
class ReplayTest {
    @AutoClose
    private final Conversation talk = Conversation.with(Policy.losslessClient());

    private ScriptedLink link;

    @BeforeEach
    void open() {
        link = talk.opened(LOW);
    }

    private void send(int priority, String text) {
        talk.connection()
                .trySend(Message.builder(1)
                        .priority(priority)
                        .front(Handshakes.bytes(text))
                        .build());
    }

    private ScriptedLink reconnected(long peerHas) {
        link = talk.dialled().identifies(LOW);
        return link.replies(ReplyTag.SEQ, 1, link.lastConnect().connectSeq() + 1)
                .tellsSeq(peerHas);
    }

    @Test
    void messagesKeepTheirNumbersAndGoFirst() {
        talk.send("one");
        talk.send("two");
        link.expect("message 1 one", "message 2 two").fails();
        send(Priority.HIGHEST, "urgent");
        reconnected(0).expect("connect gs=2 cs=2", "seq 0", "message 1 one", "message 2 two", "message 3 urgent");
        assertEquals(2, talk.dto().replayed);
    }

    @Test
    void onlyWhatThePeerDoesNotHaveIsSentAgain() {
        talk.send("one");
        talk.send("two");
        talk.send("three");
        link.expect("message 1 one", "message 2 two", "message 3 three").acks(1).fails();
        reconnected(2).expect("connect gs=2 cs=2", "seq 0", "message 3 three");
        assertEquals(1, talk.dto().unacknowledged);
    }

    @Test
    void severalFaultsInARow() {
        talk.send("one");
        link.fails();
        talk.send("two");
        reconnected(0)
                .expect("connect gs=2 cs=2", "seq 0", "message 1 one", "message 2 two")
                .fails();
        talk.send("three");
        talk.advanceMillis(200);
        reconnected(1)
                .expect("connect gs=3 cs=4", "seq 0", "message 2 two", "message 3 three")
                .acks(3);
        assertEquals(0, talk.dto().storedBytes);
    }

    @Test
    void faultInTheMiddleOfAReplay() {
        talk.send("one");
        talk.send("two");
        link.fails();
        ScriptedLink second = talk.dialled()
                .full(true)
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0);
        second.expect("connect gs=2 cs=2", "seq 0").fails();
        reconnected(0).expect("connect gs=3 cs=4", "seq 0", "message 1 one", "message 2 two");
    }

    @Test
    void linkThatTakesNoMoreIsAskedAgainWhenItDoes() {
        link.full(true);
        talk.send("one");
        talk.send("two");
        link.expectNothing().full(false).expect("message 1 one", "message 2 two");
    }

    @Test
    void priorityActsBeforeNumbering() {
        link.full(true);
        send(Priority.LOW, "low");
        send(Priority.HIGH, "high");
        send(Priority.HIGH, "high too");
        send(Priority.HIGHEST, "highest");
        // the first was offered, and so numbered, before the others were there
        link.full(false).expect("message 1 low", "message 2 highest", "message 3 high", "message 4 high too");
    }

    @Test
    void priorityAmongWhatWaitsForALink() {
        link.fails();
        send(Priority.LOW, "low");
        talk.send("default");
        send(Priority.HIGH, "high");
        reconnected(0).expect("connect gs=2 cs=2", "seq 0", "message 1 high", "message 2 default", "message 3 low");
    }
}
