package messenger.examples.pingpong;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.dto.LinkDTO;

/** Prints one line a second while a run lasts. Belongs to the thread of the run. */
final class Progress {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final int size;
    private final long start;
    private final Consumer<String> out;
    private long lastTick;
    private long lastReceived;

    Progress(int size, long start, Consumer<String> out) {
        this.size = size;
        this.start = start;
        this.out = out;
        lastTick = start;
    }

    /** When the next line is due, by {@link System#nanoTime()}. */
    long nextTick() {
        return lastTick + SECOND;
    }

    /** Prints what there is to say, if a second is over. */
    void tick(long now, SendWindow window, ReplyLedger ledger, Connection connection, Queue<String> notices) {
        drainNotices(notices);
        if (now - nextTick() < 0) {
            return;
        }
        long received = ledger.received();
        double rate = (received - lastReceived) * (double) SECOND / (now - lastTick);
        out.accept(String.format(
                Locale.ROOT,
                "%4d s  sent %d  dispatched %d  %.0f msgs/s  %.2f MB/s  %s",
                (now - start) / SECOND,
                window.next(),
                received,
                rate,
                rate * size / BYTES_PER_MEGABYTE,
                link(connection)));
        lastTick = now;
        lastReceived = received;
    }

    private static String link(Connection connection) {
        LinkDTO link = connection.state().link;
        return link == null ? "no link" : "by " + link.transport;
    }

    void drainNotices(Queue<String> notices) {
        for (String notice = notices.poll(); notice != null; notice = notices.poll()) {
            out.accept(notice);
        }
    }
}
