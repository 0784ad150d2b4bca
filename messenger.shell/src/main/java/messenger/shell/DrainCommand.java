package messenger.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Waits until an endpoint's peers have everything. */
final class DrainCommand extends Command {
    private static final long MAX_SECONDS = 86_400;
    private static final int MOST_NAMED = 5;

    private final Messengers messengers;

    DrainCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("wait until the peers have everything accepted so far; fails if that takes too long")
    public Drained drain(
            @Descriptor("SECONDS: how long it may take; 30 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "30")
                    @Argument(max = MAX_SECONDS)
                    Duration timeout,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name)
            throws InterruptedException {
        Messenger messenger = messengers.ofEndpoint(name);
        long begin = System.nanoTime();
        if (!messenger.drain(timeout)) {
            throw new IllegalStateException(name + " is not drained after " + timeout.toMillis() + " ms: "
                    + String.join("; ", left(messenger)));
        }
        return new Drained(name, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static List<String> left(Messenger messenger) {
        List<SessionDTO> busy = messenger.connections().stream()
                .map(c -> c.state())
                .filter(s -> s.queued + s.unacknowledged > 0)
                .toList();
        List<String> texts = new ArrayList<>(busy.stream()
                .limit(MOST_NAMED)
                .map(s -> s.peerName + " " + s.peerAddress + " is " + s.state + ", " + s.queued + " queued, "
                        + s.unacknowledged + " unacknowledged")
                .toList());
        if (busy.size() > MOST_NAMED) {
            texts.add((busy.size() - MOST_NAMED) + " more sessions");
        }
        return texts;
    }
}
