package messenger.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Delays messages on purpose, at random by a seed, and keeps their order. Used on one strand. */
final class DelayLine {
    private record Held(ReceivedMessage message, long until) {}

    private final Strand strand;
    private final Timers timers;
    private final SplittableRandom random;
    private final double probability;
    private final long maxNanos;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    DelayLine(Strand strand, Timers timers, double probability, Duration max, long seed) {
        this.strand = strand;
        this.timers = timers;
        this.probability = max.isZero() ? 0 : probability;
        this.maxNanos = max.toNanos();
        this.random = new SplittableRandom(seed);
    }

    void pass(ReceivedMessage message, Consumer<ReceivedMessage> to) {
        if (probability == 0) {
            to.accept(message);
            return;
        }
        boolean delay = random.nextDouble() < probability;
        if (held.isEmpty() && !delay) {
            to.accept(message);
            return;
        }
        held.add(new Held(message, delay ? timers.nanoTime() + random.nextLong(maxNanos) : timers.nanoTime()));
        if (held.size() == 1) {
            arm(to);
        }
    }

    private void arm(Consumer<ReceivedMessage> to) {
        long wait = Math.max(0, held.peekFirst().until() - timers.nanoTime());
        timers.schedule(Duration.ofNanos(wait), () -> strand.execute(() -> passDue(to)));
    }

    private void passDue(Consumer<ReceivedMessage> to) {
        while (!held.isEmpty() && held.peekFirst().until() - timers.nanoTime() <= 0) {
            to.accept(held.pollFirst().message());
        }
        if (!held.isEmpty()) {
            arm(to);
        }
    }
}
