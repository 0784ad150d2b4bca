package messenger.examples.pingpong;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a server has seen of each client's run; forgets the one that was silent longest beyond a limit. Thread safe. */
final class Runs {
    private static final int INITIAL_CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, SequenceChecker> checkers;

    Runs(int limit) {
        checkers = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SequenceChecker> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized void accept(String tag, long counter) {
        checkers.computeIfAbsent(tag, t -> new SequenceChecker()).accept(counter);
    }

    /** The counts of a run, all 0 for one that is unknown. */
    synchronized Stats stats(String tag) {
        SequenceChecker checker = checkers.get(tag);
        return checker == null
                ? Stats.request(tag)
                : new Stats(tag, checker.received(), checker.duplicated(), checker.outOfOrder());
    }
}
