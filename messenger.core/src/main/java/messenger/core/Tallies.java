package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers that one thread at a time changes and any reads, without a fence: others see them a moment later. In one array, as
 * sessions are many and each message touches most of theirs.
 */
final class Tallies {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    /** So many zeros. */
    Tallies(int count) {
        values = new long[count];
    }

    long get(int which) {
        return (long) VALUE.getOpaque(values, which);
    }

    void set(int which, long next) {
        VALUE.setRelease(values, which, next);
    }

    void add(int which, long more) {
        VALUE.setRelease(values, which, values[which] + more);
    }
}
