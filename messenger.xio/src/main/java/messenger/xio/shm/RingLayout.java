package messenger.xio.shm;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Where things lie in the memory that one side of a connection owns and writes, and the other only reads. All numbers are
 * i32 in the order of the machine.
 *
 * <pre>
 *      0  sleep: odd while the owner sleeps and wants to be woken for a datagram
 *     64  blocked: odd while the owner wants to be woken for room in its ring
 *    128  consumed: how many datagrams of the other side's ring the owner has taken
 *   4096  slots, each a multiple of 64 bytes:
 *           0  sequence: of the n-th datagram n, from 1; before the first one it is that of one lap ago
 *           4  length of the datagram
 *          16  the datagram
 * </pre>
 *
 * @param depth how many slots
 * @param payload bytes of the longest datagram
 */
record RingLayout(int depth, int payload) {
    static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    static final long SLEEP = 0;
    static final long BLOCKED = 64;
    static final long CONSUMED = 128;

    static final long LENGTH = 4;
    static final long DATA = 16;

    static final int MAX_DEPTH = 1 << 13;
    static final int MAX_PAYLOAD = 1 << 20;

    /** Bytes of the largest ring: a peer has a say in how much memory this side allocates. */
    static final long MAX_SIZE = 512 << 20;

    private static final long SLOTS = 4096;
    private static final long PAGE = 4096;
    private static final long LINE = 64;

    /** Bytes of a slot. */
    long stride() {
        return (DATA + payload + LINE - 1) / LINE * LINE;
    }

    /** Where a slot begins. */
    long slot(int index) {
        return SLOTS + index * stride();
    }

    /** Bytes of all of it. */
    long size() {
        return (slot(depth) + PAGE - 1) / PAGE * PAGE;
    }
}
