package messenger.shell;

import java.time.Duration;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;

/** A live view. */
final class WatchCommand extends Command {
    private static final long MAX_SECONDS = 86_400;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final double MILLIS_PER_SECOND = 1000;
    private static final int OUTPUT = 1;
    private static final String TERMINAL = ".terminal";

    private final Messengers messengers;

    WatchCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("watch sessions live: rates, queues, links, replays; q, Enter or Ctrl-C ends it")
    public void watch(
            CommandSession gogo,
            @Descriptor("SECONDS: between two looks, 0.1 or more; 1 if absent")
                    @Parameter(
                            names = {"-i", "--interval"},
                            absentValue = "1")
                    @Argument(max = MAX_SECONDS)
                    Duration interval,
            @Descriptor("COUNT: how many looks; 0 or absent for no end")
                    @Parameter(
                            names = {"-n", "--count"},
                            absentValue = "0")
                    long count,
            @Descriptor("TEXT: part of the peer's name or address, such as client or 192.0.2.")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String peer,
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name)
            throws InterruptedException {
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException("--interval '" + interval.toMillis() / MILLIS_PER_SECOND + "'; allowed: "
                    + MIN_INTERVAL.toMillis() / MILLIS_PER_SECOND + " to " + MAX_SECONDS + " seconds");
        }
        SessionFilter filter = new SessionFilter(peer, null, null);
        messengers.ofEndpoints(name);
        try (Screen screen = screen(gogo)) {
            new Watch(() -> filter.of(messengers.ofEndpoints(name)), screen, System::nanoTime).run(interval, count);
        }
    }

    private static Screen screen(CommandSession gogo) {
        Process process = Process.Utils.current();
        Object terminal = process != null && process.isTty(OUTPUT) ? gogo.get(TERMINAL) : null;
        Screen screen = terminal == null ? null : TerminalScreen.of(terminal);
        return screen == null ? new PlainScreen(out(gogo)) : screen;
    }
}
