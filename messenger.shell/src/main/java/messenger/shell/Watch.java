package messenger.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import messenger.api.dto.SessionDTO;

/** Looks at sessions again and again, and draws what they did in between. */
final class Watch {
    private final Supplier<List<SessionInfo>> sessions;
    private final Screen screen;
    private final LongSupplier nanoTime;
    private Map<String, SessionDTO> before = Map.of();

    /** Watches what {@code sessions} answers. */
    Watch(Supplier<List<SessionInfo>> sessions, Screen screen, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    /** Draws {@code count} times, 0 for ever, or until the operator ends it. */
    void run(Duration interval, long count) throws InterruptedException {
        long then = nanoTime.getAsLong();
        before = states(sessions.get());
        for (long i = 0; count == 0 || i < count; i++) {
            if (screen.pause(interval)) {
                return;
            }
            long now = nanoTime.getAsLong();
            List<SessionInfo> present = sessions.get();
            screen.draw(lines(rates(present, Math.max(1, now - then))));
            before = states(present);
            then = now;
        }
    }

    private List<Rates> rates(List<SessionInfo> present, long nanos) {
        List<Rates> rates = new ArrayList<>();
        for (SessionInfo each : present) {
            rates.add(Rates.between(before.get(key(each)), each, nanos));
        }
        return rates;
    }

    private static List<String> lines(List<Rates> rates) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d sessions, %d with a link; out %s msg/s, %s; in %s msg/s, %s",
                rates.size(),
                rates.stream().filter(r -> r.session().link != null).count(),
                Units.rate(rates.stream().mapToDouble(Rates::sent).sum()),
                Units.bytesPerSecond(
                        rates.stream().mapToDouble(Rates::sentBytes).sum()),
                Units.rate(rates.stream().mapToDouble(Rates::received).sum()),
                Units.bytesPerSecond(
                        rates.stream().mapToDouble(Rates::receivedBytes).sum())));
        if (!rates.isEmpty()) {
            Tables.of(rates).orElseThrow().print(rates).lines().forEach(lines::add);
        }
        return lines;
    }

    private static Map<String, SessionDTO> states(List<SessionInfo> infos) {
        Map<String, SessionDTO> states = new HashMap<>();
        infos.forEach(i -> states.put(key(i), i.session()));
        return states;
    }

    /** Sessions that were opened separately have the peer in common, and not what they call themselves. */
    private static String key(SessionInfo info) {
        return info.endpoint() + " " + info.session().peerAddress + " " + info.session().localAddress;
    }
}
