package messenger.bench.rival;

/** How a thread waits for shared memory to change. */
public enum Waiting {
    /** Burns its processor. */
    SPIN {
        @Override
        void pause() {
            Thread.onSpinWait();
        }
    },
    /** Lets others of its processor go first. */
    YIELD {
        @Override
        void pause() {
            Thread.yield();
        }
    };

    abstract void pause();
}
