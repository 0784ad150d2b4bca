package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import messenger.api.EntityName;
import messenger.api.Messenger;
import org.junit.jupiter.api.Test;

class MessengersTest {
    private static final EntityName OSD = EntityName.parse("osd.0");

    private final Messengers messengers = new Messengers();
    private final FakeMessenger messenger = new FakeMessenger("osd.0", "any", 1);

    @Test
    void waitingEndsWhenTheServiceAppears() throws Exception {
        CompletableFuture<Optional<Messenger>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return messengers.await(OSD, "any", Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        messenger.appearIn(messengers);

        assertSame(messenger.service, waiting.get(10, TimeUnit.SECONDS).orElseThrow());
    }

    @Test
    void waitingEndsWhenTheTimeIsOver() throws Exception {
        assertTrue(messengers.await(OSD, "any", Duration.ofMillis(1)).isEmpty());
        messenger.appearIn(messengers);
        assertFalse(messengers.awaitGone(OSD, Duration.ofMillis(1)));
        messenger.disappearFrom(messengers);
        assertTrue(messengers.awaitGone(OSD, Duration.ofMillis(1)));
    }
}
