package messenger.xio;

import java.nio.ByteBuffer;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;
import messenger.spi.support.LinkFaultException;
import messenger.spi.support.SectionReader;
import messenger.xio.fabric.QueuePair;

/**
 * Fetches the data sections of a link's messages, one after the other, from where the peer offers them: into registered
 * memory of the pool, or by pieces into plain memory while the pool has none. Confined to the worker thread.
 */
final class Fetch {
    /** Bytes of one transfer: several are under way at once. */
    private static final int PIECE = 256 * 1024;

    private final QueuePair pair;
    private final MessageMemory memory;
    private final Staging staging;
    private final SectionReader pieces;
    private DataPlace place;
    /** Bytes of the section. */
    private int length;

    /** Memory of the whole section, or null while it comes by pieces. */
    private MemoryLease whole;

    private MemoryLease stage;
    private int asked;
    private int arrived;
    private boolean closed;

    /** Nothing to fetch yet. */
    Fetch(QueuePair pair, MessageMemory memory, Staging staging) {
        this.pair = pair;
        this.memory = memory;
        this.staging = staging;
        this.pieces = new SectionReader(memory);
    }

    /** Begins a section. */
    void begin(DataPlace from, int bytes, String peer) throws LinkFaultException {
        if (bytes == 0 || !staging.isAvailable()) {
            throw LinkFaultException.protocol(
                    peer,
                    "offers a data section of " + bytes + " bytes to be fetched, which "
                            + (bytes == 0 ? "is no section" : "this side did not say it can do")
                            + "; the link has to be made anew");
        }
        place = from;
        length = bytes;
        asked = 0;
        arrived = 0;
        whole = memory.lease(bytes);
        if (whole == null) {
            pieces.begin(bytes);
        }
        ask();
    }

    /** Number of the section that is being, or was last, fetched. */
    int number() {
        return place.detail();
    }

    private void ask() {
        if (whole != null) {
            askWhole();
        } else {
            askPiece();
        }
    }

    private void askWhole() {
        while (asked < length) {
            if (!read(whole, whole.address() + asked, Math.min(PIECE, length - asked))) {
                return;
            }
        }
    }

    private void askPiece() {
        if (closed || place == null || asked > arrived) {
            return;
        }
        if (stage == null) {
            stage = staging.take(this::askPiece);
        }
        if (stage != null) {
            read(stage, stage.address(), Math.min(staging.size(), length - asked));
        }
    }

    private boolean read(MemoryLease to, long address, int length) {
        boolean taken = pair.read(to.region(), address, length, place.address() + asked, place.key(), asked + length);
        if (taken) {
            asked += length;
        }
        return taken;
    }

    /**
     * A transfer has ended; transfers end in order.
     *
     * @return the section, or null while it is not whole
     */
    ByteBuffer transferred(long end) {
        int bytes = (int) end - arrived;
        arrived = (int) end;
        if (whole == null) {
            pieces.take(stage.bytes().limit(bytes));
        }
        if (arrived < length) {
            ask();
            return null;
        }
        ByteBuffer section = whole == null ? pieces.result() : whole.bytes();
        giveStage();
        return section;
    }

    /** The registered memory in which the section lies that was last fetched, or null; the caller releases it. */
    MemoryLease takeLease() {
        MemoryLease lease = whole;
        whole = null;
        return lease;
    }

    private void giveStage() {
        if (stage != null) {
            stage = null;
            staging.give();
        }
    }

    /** The queue pair has closed: nothing is under way any more. */
    void close() {
        closed = true;
        if (whole != null) {
            whole.release();
            whole = null;
        }
        giveStage();
    }
}
