package messenger.xio;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;
import messenger.spi.support.LinkFaultException;
import messenger.xio.fabric.QueuePair;

/**
 * The requester's side of replies: registered memory into which the peer writes the data of the reply to a request. Guarded
 * by its {@link XioWriter}.
 */
final class ReplyRooms {
    /** Rooms of one link at most; further requests have none, and their replies come like other messages. */
    private static final int MOST = 64;

    /**
     * Memory for one reply.
     *
     * @param key by which the peer writes
     * @param address for the peer
     * @param length bytes
     */
    record Room(MemoryLease lease, long key, long address, int length) {}

    private final MessageMemory memory;
    private final QueuePair pair;
    private final Map<Long, Room> open = new HashMap<>();

    ReplyRooms(MessageMemory memory, QueuePair pair) {
        this.memory = memory;
        this.pair = pair;
    }

    /** Makes room for the reply to a request, or answers null where that cannot be. */
    Room open(long tid, int length) {
        if (length <= 0 || open.size() >= MOST || open.containsKey(tid)) {
            return null;
        }
        MemoryLease lease = memory.lease(length);
        if (lease == null) {
            return null;
        }
        long key = pair.admitWrites(lease.region(), lease.address(), length);
        if (key == QueuePair.NO_KEY) {
            lease.release();
            return null;
        }
        Room room = new Room(lease, key, pair.remoteAddress(lease.region(), lease.address()), length);
        open.put(tid, room);
        return room;
    }

    /** The peer has written the data of a reply: its memory, to which the peer cannot write any more. */
    MemoryLease written(long tid, int length, String peer) throws LinkFaultException {
        Room room = open.remove(tid);
        if (room == null || length > room.length()) {
            if (room != null) {
                close(room);
            }
            throw LinkFaultException.protocol(
                    peer,
                    "says that it has written " + length + " bytes of the reply to request " + tid + ", for which "
                            + (room == null ? "there is no room" : "there is room for " + room.length())
                            + "; it is faulty or hostile, the link has to be made anew");
        }
        pair.refuseWrites(room.key());
        return room.lease();
    }

    /** No data will be written for that request any more. */
    void close(long tid) {
        Room room = open.isEmpty() ? null : open.remove(tid);
        if (room != null) {
            close(room);
        }
    }

    private void close(Room room) {
        pair.refuseWrites(room.key());
        room.lease().release();
    }

    /** The queue pair has closed: nobody writes any more. */
    void close() {
        open.values().forEach(room -> room.lease().release());
        open.clear();
    }

    /** The data section of a reply. */
    static ByteBuffer section(MemoryLease lease, int length) {
        return lease.bytes().limit(length);
    }
}
