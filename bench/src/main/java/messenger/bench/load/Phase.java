package messenger.bench.load;

/** How far a run has come; told by the main thread, read by receiving threads. */
final class Phase {
    private volatile boolean measuring;
    private volatile boolean stopped;

    void measure() {
        measuring = true;
    }

    void stop() {
        measuring = false;
        stopped = true;
    }

    boolean isMeasuring() {
        return measuring;
    }

    boolean isStopped() {
        return stopped;
    }
}
