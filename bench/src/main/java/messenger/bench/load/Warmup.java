package messenger.bench.load;

import java.time.Duration;

/** Lasts until the compilers of both processes are calm, within bounds. */
final class Warmup {
    /** Compilers are calm that need less than this share of a processor. */
    private static final double CALM = 0.03;

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int CALM_LOOKS = 2;

    private final Duration least;
    private final Duration most;
    private final CpuTime own = new CpuTime(ProcessHandle.current());
    private final CpuTime server;
    private final long begin = System.nanoTime();
    private long lookedAt = begin;
    private long compiledBefore;
    private int calmLooks;

    Warmup(ProcessHandle server, Duration least, Duration most) {
        this.server = new CpuTime(server);
        this.least = least;
        this.most = most;
        this.compiledBefore = compiled();
    }

    private long compiled() {
        return own.compilerNanos() + server.compilerNanos();
    }

    /** Waits for the end. */
    void await() throws InterruptedException {
        while (!isOver()) {
            Thread.sleep(LOOK);
        }
    }

    /** Whether it is over; asked now and then. */
    boolean isOver() {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK.toNanos()) {
            return false;
        }
        long compiled = compiled();
        calmLooks = compiled - compiledBefore < CALM * (now - lookedAt) ? calmLooks + 1 : 0;
        compiledBefore = compiled;
        lookedAt = now;
        long passed = now - begin;
        return passed >= most.toNanos() || (passed >= least.toNanos() && calmLooks >= CALM_LOOKS);
    }
}
