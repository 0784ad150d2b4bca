package messenger.xio.rdma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Numbers of work requests: of which queue pair of a worker, of what kind, and which. Completions of queue pairs that have
 * ended find nobody. Belongs to the worker.
 */
final class WorkIds {
    static final int RECEIVE = 0;
    static final int SEND = 1;
    static final int READ = 2;
    static final int WRITE = 3;

    private static final int NUMBER_BITS = 30;
    private static final int KIND_BITS = 2;
    private static final int INDEX_BITS = 20;
    private static final int GENERATIONS = 1 << 12;

    private final List<RdmaQueuePair> pairs = new ArrayList<>();
    private final List<Integer> generations = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** The part of the number that is a queue pair's own. */
    long add(RdmaQueuePair pair) {
        Integer slot = free.poll();
        int index = slot == null ? pairs.size() : slot;
        if (index >= 1 << INDEX_BITS) {
            throw new IllegalStateException("A worker has at most " + (1 << INDEX_BITS) + " connections");
        }
        if (slot == null) {
            pairs.add(pair);
            generations.add(0);
        } else {
            pairs.set(index, pair);
            generations.set(index, (generations.get(index) + 1) % GENERATIONS);
        }
        return (long) generations.get(index) << INDEX_BITS + KIND_BITS + NUMBER_BITS
                | (long) index << KIND_BITS + NUMBER_BITS;
    }

    void remove(long base) {
        pairs.set(index(base), null);
        free.add(index(base));
    }

    RdmaQueuePair find(long id) {
        int index = index(id);
        int generation = (int) (id >>> INDEX_BITS + KIND_BITS + NUMBER_BITS);
        return index < pairs.size() && generations.get(index) == generation ? pairs.get(index) : null;
    }

    static long of(long base, int kind, int number) {
        return base | (long) kind << NUMBER_BITS | number & (1 << NUMBER_BITS) - 1;
    }

    static int kind(long id) {
        return (int) (id >>> NUMBER_BITS) & (1 << KIND_BITS) - 1;
    }

    static int number(long id) {
        return (int) id & (1 << NUMBER_BITS) - 1;
    }

    private static int index(long id) {
        return (int) (id >>> KIND_BITS + NUMBER_BITS) & (1 << INDEX_BITS) - 1;
    }
}
