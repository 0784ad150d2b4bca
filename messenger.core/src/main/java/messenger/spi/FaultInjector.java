package messenger.spi;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes I/O fail on purpose, reproducibly for a seed: the n-th question of an injector always gets the same answer.
 * Thread safe.
 */
public final class FaultInjector {
    /** Never fails anything. */
    public static final FaultInjector NONE = new FaultInjector(0, 0);

    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private final AtomicLong state;
    private volatile long oneIn;

    /**
     * An injector.
     *
     * @param oneIn mean number of I/O calls between failures; 0 for none
     * @param seed chooses which calls fail
     */
    public FaultInjector(long oneIn, long seed) {
        if (oneIn < 0) {
            throw new IllegalArgumentException("socket failures 1 in " + oneIn + "; allowed: 0 (none) or more");
        }
        this.oneIn = oneIn;
        this.state = new AtomicLong(seed);
    }

    /** Changes how often calls fail, from now on; 0 for never. */
    public void oneIn(long calls) {
        oneIn = calls;
    }

    /** Whether the I/O call that is about to be made is to fail. */
    public boolean failNext() {
        long n = oneIn;
        return n > 0 && Long.remainderUnsigned(mix(state.getAndAdd(GOLDEN_GAMMA)), n) == 0;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return y ^ (y >>> 31);
    }
}
