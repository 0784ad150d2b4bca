package messenger.core;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import messenger.api.Priority;

/**
 * Orders what waits for dispatch as Ceph does. From {@link Priority#LOW} on strictly by priority. Below that each priority
 * has a bucket of tokens, filled in proportion to the priority by whatever runs: the lowest that can pay its first item
 * runs, the highest if none can. Within a priority the keys (sessions) take turns, each first in, first out.
 *
 * <p>Not thread safe.
 */
final class PrioritizedQueue<K, T> {
    private final long maxTokens;
    private final long minCost;
    private final TreeMap<Integer, Level> strict = new TreeMap<>();
    private final TreeMap<Integer, Level> paying = new TreeMap<>();
    private long totalPriority;
    private int size;

    PrioritizedQueue(long maxTokens, long minCost) {
        this.maxTokens = maxTokens;
        this.minCost = minCost;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Adds an item.
     *
     * @param cost in tokens; at least the minimum cost, at most a whole bucket is charged
     */
    void add(K key, int priority, long cost, T item) {
        size++;
        if (priority >= Priority.LOW) {
            strict.computeIfAbsent(priority, p -> new Level()).add(key, 0, item);
            return;
        }
        Level queue = paying.get(priority);
        if (queue == null) {
            queue = new Level();
            paying.put(priority, queue);
            totalPriority += priority;
        }
        queue.add(key, Math.min(Math.max(cost, minCost), maxTokens), item);
    }

    /** Removes and returns the next item, or null. */
    T poll() {
        if (size == 0) {
            return null;
        }
        size--;
        if (!strict.isEmpty()) {
            Map.Entry<Integer, Level> highest = strict.lastEntry();
            T item = highest.getValue().take().item();
            if (highest.getValue().isEmpty()) {
                strict.remove(highest.getKey());
            }
            return item;
        }
        for (Map.Entry<Integer, Level> entry : paying.entrySet()) {
            long cost = entry.getValue().nextCost();
            if (cost < entry.getValue().tokens) {
                entry.getValue().tokens -= cost;
                return takePaying(entry);
            }
        }
        return takePaying(paying.lastEntry());
    }

    private T takePaying(Map.Entry<Integer, Level> entry) {
        // removing may have the entry stand for another key
        int paid = entry.getKey();
        Level level = entry.getValue();
        Cost<T> next = level.take();
        if (level.isEmpty()) {
            paying.remove(paid);
            totalPriority -= paid;
        }
        // a peer may send priority 0, which has no share
        long total = Math.max(1, totalPriority);
        paying.forEach((priority, queue) ->
                queue.tokens = Math.min(maxTokens, queue.tokens + priority * next.cost() / total + 1));
        return next.item();
    }

    /** Removes all items of a key, handing each to {@code removed}. */
    void remove(K key, Consumer<T> removed) {
        removeFrom(strict, key, removed);
        removeFrom(paying, key, removed);
        totalPriority = paying.keySet().stream().mapToLong(p -> p).sum();
    }

    private void removeFrom(TreeMap<Integer, Level> queues, K key, Consumer<T> removed) {
        for (Iterator<Level> it = queues.values().iterator(); it.hasNext(); ) {
            Level queue = it.next();
            ArrayDeque<Cost<T>> items = queue.byKey.remove(key);
            if (items != null) {
                size -= items.size();
                items.forEach(cost -> removed.accept(cost.item()));
            }
            if (queue.isEmpty()) {
                it.remove();
            }
        }
    }

    private record Cost<T>(long cost, T item) {}

    /** One priority: keys in the order of their turns. */
    private final class Level {
        private final LinkedHashMap<K, ArrayDeque<Cost<T>>> byKey = new LinkedHashMap<>();
        private long tokens;

        void add(K key, long cost, T item) {
            byKey.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(new Cost<>(cost, item));
        }

        long nextCost() {
            return byKey.firstEntry().getValue().peekFirst().cost();
        }

        Cost<T> take() {
            Map.Entry<K, ArrayDeque<Cost<T>>> first = byKey.pollFirstEntry();
            Cost<T> item = first.getValue().pollFirst();
            if (!first.getValue().isEmpty()) {
                byKey.putLast(first.getKey(), first.getValue());
            }
            return item;
        }

        boolean isEmpty() {
            return byKey.isEmpty();
        }
    }
}
