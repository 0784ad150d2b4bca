package messenger.core;

/**
 * What a received message must pass, in this order for every receiver, so that no two wait for each other: messages and
 * bytes of its type of peer, bytes waiting for dispatch, bytes of the whole process.
 */
final class ThrottleChain {
    private static final int MESSAGES = 0;
    private static final int DISPATCH = 2;

    private final Throttle[] stages;

    ThrottleChain(Throttle messages, Throttle bytes, Throttle dispatch, Throttle process) {
        stages = new Throttle[] {messages, bytes, dispatch, process};
    }

    int stages() {
        return stages.length;
    }

    Throttle stage(int stage) {
        return stages[stage];
    }

    long amount(int stage, long length) {
        return stage == MESSAGES ? 1 : length;
    }

    /** Takes all or nothing. */
    boolean tryAcquire(long length) {
        for (int stage = 0; stage < stages.length; stage++) {
            if (!stages[stage].tryAcquire(amount(stage, length))) {
                release(stage, length);
                return false;
            }
        }
        return true;
    }

    /** Returns what the first {@code acquired} stages gave. */
    void release(int acquired, long length) {
        for (int stage = acquired - 1; stage >= 0; stage--) {
            stages[stage].release(amount(stage, length));
        }
    }

    /** Returns the share of what waits for dispatch. */
    void dispatched(long length) {
        stages[DISPATCH].release(length);
    }

    /** Returns everything but the share of what waits for dispatch. */
    void completed(long length) {
        for (int stage = stages.length - 1; stage >= 0; stage--) {
            if (stage != DISPATCH) {
                stages[stage].release(amount(stage, length));
            }
        }
    }
}
