package messenger.spi.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import messenger.api.Sections;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;

/**
 * Collects one section of a message. Memory is asked for as bytes arrive, never more than {@link
 * MessageMemory#MAX_AHEAD} ahead of them, or than the largest section that has come whole before: one that reaches further
 * is collected in chunks first.
 */
public final class SectionReader {
    /** Missing bytes from which on reading into the section directly is worth a system call. */
    private static final int DIRECT_SIZE = 16 * 1024;

    /** Sections from this size on are collected in pooled memory, if they may be and there is some. */
    static final int POOLED_SIZE = 16 * 1024;

    private static final ByteBuffer EMPTY = Sections.empty().front();

    private final MessageMemory memory;
    /** Bytes that may be asked for ahead of those that have arrived. */
    private int ahead = MessageMemory.MAX_AHEAD;

    private int length;
    private boolean pooled;
    /** Of {@link #current}, or null. */
    private MemoryLease lease;
    /** Bytes in {@link #chunks}. */
    private int chunked;

    private ArrayDeque<ByteBuffer> chunks;
    private ByteBuffer current;

    public SectionReader(MessageMemory memory) {
        this.memory = memory;
    }

    /** Begins a section of that many bytes, and forgets the one before. */
    public void begin(int sectionLength) {
        begin(sectionLength, false);
    }

    /**
     * Begins a section of that many bytes, and forgets the one before.
     *
     * @param inPool whether it may be collected in pooled memory; {@link #takeLease} tells whether it was
     */
    void begin(int sectionLength, boolean inPool) {
        length = sectionLength;
        pooled = inPool && sectionLength >= POOLED_SIZE;
        chunked = 0;
        chunks = null;
        current = null;
        MemoryLease forgotten = takeLease();
        if (forgotten != null) {
            forgotten.release();
        }
    }

    /**
     * Takes what {@code in} has of the section.
     *
     * @return whether the section is whole
     */
    public boolean take(ByteBuffer in) {
        if (length == 0) {
            current = EMPTY;
            return true;
        }
        while (true) {
            if (current == null) {
                open(in.remaining());
            }
            int n = Math.min(in.remaining(), current.remaining());
            current.put(current.position(), in, in.position(), n).position(current.position() + n);
            in.position(in.position() + n);
            if (current.hasRemaining()) {
                return false;
            }
            if (current.limit() == length) {
                ahead = Math.max(ahead, length);
                return true;
            }
            keepChunk();
        }
    }

    /** The rest of the section, if it is worth reading directly into its memory; otherwise null. */
    public ByteBuffer target() {
        return current != null && current.isDirect() && current.remaining() >= DIRECT_SIZE ? current : null;
    }

    /** The whole section, from 0 to its length. */
    public ByteBuffer result() {
        ByteBuffer whole = current;
        current = null;
        return whole == EMPTY ? whole : whole.flip();
    }

    /** The pooled memory in which {@link #result} lies, or null; passes to the caller. */
    MemoryLease takeLease() {
        MemoryLease taken = lease;
        lease = null;
        return taken;
    }

    /** Memory for the rest of the section if it is near, otherwise for the next chunk of it. */
    private void open(int arriving) {
        long reach = (long) chunked + arriving + ahead;
        if (length > reach) {
            current = allocate(MessageMemory.MAX_AHEAD);
            return;
        }
        lease = pooled ? memory.lease(length) : null;
        current = lease == null ? allocate(length) : lease.bytes();
        if (chunks != null) {
            chunks.forEach(current::put);
            chunks = null;
            chunked = 0;
        }
    }

    private void keepChunk() {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunked += current.limit();
        chunks.add(current.flip());
        current = null;
    }

    private ByteBuffer allocate(int size) {
        return memory.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
