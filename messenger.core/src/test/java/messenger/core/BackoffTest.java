package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import messenger.api.Policy;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When a session dials again. */
class BackoffTest {
    private static final long[] WAITS = {200, 400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000};

    @AutoClose
    private final Conversation talk = Conversation.with(Policy.losslessClient());

    @Test
    void twoAtOnceThenDoublingUpToTheMaximum() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));
        List<Long> waits =
                Stream.generate(() -> backoff.beforeNext().toMillis()).limit(11).toList();
        assertEquals(List.of(0L, 0L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 15_000L, 15_000L), waits);
        backoff.reset();
        assertEquals(Duration.ZERO, backoff.beforeNext());
        assertEquals(Duration.ZERO, backoff.beforeNext());
        assertEquals(Duration.ofMillis(200), backoff.beforeNext());
    }

    private void expectDialAfter(long millis) {
        if (millis > 0) {
            talk.advance(Duration.ofMillis(millis).minusNanos(1));
            talk.expectNoDial();
            talk.advance(Duration.ofNanos(1));
        }
    }

    @Test
    void attemptsFollowTheBackoff() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        for (long wait : WAITS) {
            expectDialAfter(wait);
            talk.failsToDial(LinkFault.Kind.IO);
        }
    }

    @Test
    void openLinkBeginsTheBackoffAnew() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.advanceMillis(200);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.advanceMillis(400);
        ScriptedLink open =
                talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 1).tellsSeq(0);
        open.fails();
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        expectDialAfter(200);
    }

    @Test
    void openLinkThatGotNothingAcrossDoesNot() {
        ScriptedLink open = talk.opened(LOW);
        talk.send("never acknowledged");
        open.fails();
        long wait = 0;
        for (int link = 2; link <= 4; link++) {
            expectDialAfter(wait);
            ScriptedLink next = talk.dialled().identifies(LOW);
            next.replies(ReplyTag.SEQ, 1, next.lastConnect().connectSeq() + 1)
                    .tellsSeq(0)
                    .fails();
            wait = 200;
        }
        expectDialAfter(wait);
        ScriptedLink better = talk.dialled().identifies(LOW);
        better.replies(ReplyTag.SEQ, 1, better.lastConnect().connectSeq() + 1)
                .tellsSeq(0)
                .acks(1)
                .fails();
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        expectDialAfter(200);
    }

    @Test
    void handshakeThatFailsDoesNotBeginItAnew() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.advanceMillis(200);
        talk.dialled().identifies(LOW).replies(ReplyTag.BADPROTOVER, 0, 0);
        expectDialAfter(400);
    }

    @Test
    void peerThatComesMeanwhileEndsTheWait() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.accepts(LOW).connects(1, 0).tellsSeq(0);
        talk.expectState("OPEN");
        talk.advance(Duration.ofSeconds(1));
        talk.expectNoDial();
    }

    @Test
    void sessionThatEndsMeanwhileDialsNoMore() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.connection().markDown();
        talk.advance(Duration.ofMinutes(1));
        talk.expectNoDial();
    }

    @Test
    void othersWaitsCanBeSet() {
        try (Conversation patient = Conversation.with(
                Policy.losslessClient(),
                settings -> settings.initialBackoff(Duration.ofSeconds(1)).maxBackoff(Duration.ofSeconds(3)))) {
            patient.connectTo(LOW);
            patient.failsToDial(LinkFault.Kind.IO);
            patient.failsToDial(LinkFault.Kind.IO);
            for (long wait : new long[] {1000, 2000, 3000, 3000}) {
                patient.advanceMillis(wait - 1);
                patient.expectNoDial();
                patient.advanceMillis(1);
                patient.failsToDial(LinkFault.Kind.IO);
            }
        }
    }
}
