package messenger.xio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import messenger.spi.ControlFrame;
import messenger.spi.KeepaliveStamp;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;
import messenger.spi.OutgoingMessage;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;
import messenger.xio.fabric.QueuePair;

/**
 * Puts frames into datagrams and gives these to a queue pair, as far as there are credits and send buffers; what a frame's
 * decoder reads at once lies in one datagram. Frames stay in the datagram that is being filled until {@link #flush}, or
 * until it is full. Thread safe; after {@link #close} nothing is taken any more.
 */
final class XioWriter {
    private final Injection injection;
    private final XioMsg outgoing;
    private final XioSettings settings;
    private final Credits credits;
    private final DatagramRoom room = this::of;
    /** Frames other than messages that wait for room, in front of further messages. */
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

    private QueuePair pair;
    private Offers offers;
    private ReplyRooms rooms;
    private ReplyPlaces places;
    private boolean peerFetches;
    private int datagramMax;
    /** The datagram that is being filled, or null. */
    private ByteBuffer filling;

    private int number;
    private long lateAck;
    private KeepaliveStamp lateStamp;
    /** Whether a message was not taken, so that {@link #resume} is to say when one may be. */
    private boolean refused;

    private boolean closed;
    private long bytesOut;

    /** With {@code clock}, monotonic nanoseconds. */
    XioWriter(XioSettings settings, Injection injection, LongSupplier clock) {
        this.injection = injection;
        this.settings = settings;
        this.credits = new Credits(clock);
        this.outgoing = new XioMsg(settings);
        this.datagramMax = settings.datagramMax();
    }

    /** The connection is there, and the peer has told its sizes. */
    synchronized void open(QueuePair newPair, Greeting peer, MessageMemory memory) {
        if (closed) {
            return;
        }
        RegisteredData registered = new RegisteredData(memory);
        offers = new Offers(newPair, registered, settings);
        rooms = new ReplyRooms(memory, newPair);
        places = new ReplyPlaces(newPair, registered);
        pair = newPair;
        peerFetches = peer.fetches();
        datagramMax = Math.min(datagramMax, peer.datagramMax());
        credits.open(Math.min(settings.credits(), peer.credits()));
    }

    /** Appends a frame; its position does not move. */
    synchronized void frame(ByteBuffer frame) throws LinkFaultException {
        if (closed) {
            return;
        }
        waiting.add(frame.duplicate());
        writeWaiting();
    }

    /**
     * Appends a message, or the beginning of one that there is no room for.
     *
     * @return false if nothing was taken
     */
    synchronized boolean message(OutgoingMessage message) throws LinkFaultException {
        if (closed || pair == null) {
            return false;
        }
        if (!isReady() || offers.isFull() || of(XioMsg.LONGEST_HEAD) == null) {
            refused = true;
            return false;
        }
        boolean roomUnused = begin(message);
        outgoing.advance(room);
        outgoing.holdIfUnfinished();
        if (roomUnused) {
            noReplyComes(message.header().tid());
        }
        return true;
    }

    /** Begins a message; says whether it is a reply that makes no use of the room that its request came with. */
    private boolean begin(OutgoingMessage message) {
        long tid = message.header().tid();
        DataPlace place = places.take(tid);
        boolean written = place != null && places.write(place, message.data());
        OfferedData offer = written || !peerFetches ? null : offers.offer(message.data());
        ReplyRooms.Room replyRoom = rooms.open(tid, message.replyRoom());
        outgoing.begin(message, offer, replyRoom, written);
        return place != null && !written;
    }

    /** A reply is about to be sent, whose data the peer has made room for. */
    synchronized void replyComes(long tid, DataPlace place) {
        if (!closed) {
            places.ready(tid, place);
        }
    }

    /** A request that came with room for its reply's data will not be answered by this link. */
    synchronized void noReplyComes(long tid) throws LinkFaultException {
        frame(buffer(Byte.BYTES + Long.BYTES)
                .put((byte) FrameTag.NO_REPLY)
                .putLong(tid)
                .flip());
        flush();
    }

    /** A transfer that writes has ended. */
    synchronized void written(long id) {
        places.written(id);
    }

    /** The peer has written the data of a reply: the memory, which the caller releases. */
    synchronized MemoryLease takeWritten(long tid, int length, String peer) throws LinkFaultException {
        return rooms.written(tid, length, peer);
    }

    /** Nothing will be written to the room of that request any more. */
    synchronized void closeRoom(long tid) {
        rooms.close(tid);
    }

    /** Whether the next frame may be written. */
    private boolean isReady() {
        return !outgoing.isUnfinished() && waiting.isEmpty();
    }

    /** Appends an acknowledgement; while there is no room, only the last one is kept. */
    synchronized void ack(long seq) throws LinkFaultException {
        ByteBuffer to = isReady() ? of(Byte.BYTES + Long.BYTES) : null;
        if (to == null) {
            lateAck = seq;
        } else {
            to.put((byte) FrameTag.ACK).putLong(seq);
        }
    }

    /** The peer's data section with that number has been fetched. */
    synchronized void fetched(int section) throws LinkFaultException {
        frame(buffer(Byte.BYTES + Integer.BYTES)
                .put((byte) FrameTag.FETCHED)
                .putInt(section)
                .flip());
    }

    /** Appends a control frame. */
    synchronized void control(ByteBuffer content) throws LinkFaultException {
        ByteBuffer whole = buffer(XioMsg.LONGEST_HEAD + content.remaining() + XioMsg.FOOTER);
        XioMsg control = new XioMsg(settings);
        control.begin(ControlFrame.message(content), null, null, false);
        control.advance(bytes -> whole);
        frame(whole.flip());
    }

    /** Appends a keepalive. */
    synchronized void keepalive(KeepaliveStamp stamp) throws LinkFaultException {
        frame(stamped(FrameTag.KEEPALIVE2, stamp));
    }

    /** Appends the answer to a keepalive; while there is no room, only the last one is kept. */
    synchronized void keepaliveAck(KeepaliveStamp stamp) throws LinkFaultException {
        if (isReady()) {
            frame(stamped(FrameTag.KEEPALIVE2_ACK, stamp));
        } else {
            lateStamp = stamp;
        }
    }

    private static ByteBuffer stamped(int tag, KeepaliveStamp stamp) {
        return buffer(Byte.BYTES + 2 * Integer.BYTES)
                .put((byte) tag)
                .putInt(stamp.seconds())
                .putInt(stamp.nanos())
                .flip();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer of(int bytes) throws LinkFaultException {
        if (filling != null && filling.remaining() >= bytes) {
            return filling;
        }
        post();
        if (closed || pair == null) {
            return null;
        }
        if (!credits.spend()) {
            return null;
        }
        injection.check("send");
        ByteBuffer claimed = pair.claim();
        if (claimed == null) {
            credits.unspend();
            return null;
        }
        filling = claimed.limit(datagramMax).position(Datagram.HEAD);
        return filling;
    }

    private void post() {
        if (filling != null && filling.position() > Datagram.HEAD) {
            post(filling, Datagram.STREAM);
            filling = null;
        }
    }

    private void post(ByteBuffer datagram, int kind) {
        Datagram.head(datagram, kind, credits.takeRead(), number++);
        bytesOut += datagram.position();
        pair.post(datagram);
    }

    private void writeWaiting() throws LinkFaultException {
        while (!outgoing.isUnfinished() && !waiting.isEmpty()) {
            ByteBuffer head = waiting.peek();
            // a connect with a large authorizer goes over several datagrams
            ByteBuffer to = of(Math.min(head.remaining(), datagramMax - Datagram.HEAD));
            if (to == null) {
                return;
            }
            int n = Math.min(head.remaining(), to.remaining());
            to.put(to.position(), head, head.position(), n).position(to.position() + n);
            head.position(head.position() + n);
            if (!head.hasRemaining()) {
                waiting.remove();
            }
        }
    }

    /** Sends what has been written. */
    synchronized void flush() {
        if (!closed && pair != null) {
            post();
            pair.flush();
        }
    }

    /** The peer has returned credits. */
    synchronized void credited(int count, String peer) throws LinkFaultException {
        credits.returned(count, peer);
    }

    /** A datagram of the stream has arrived. */
    synchronized void taken(String peer) throws LinkFaultException {
        credits.taken(peer);
    }

    /** The peer has fetched a data section. */
    synchronized void offerFetched(int section, String peer) throws LinkFaultException {
        if (!closed) {
            offers.fetched(section, peer);
        }
    }

    /**
     * Goes on with what waited for room, now that there may be some.
     *
     * @return whether a message that was refused would be taken now
     */
    synchronized boolean resume() throws LinkFaultException {
        if (closed || pair == null) {
            return false;
        }
        boolean wrote = outgoing.isUnfinished() || !waiting.isEmpty() || lateAck != 0 || lateStamp != null;
        if (wrote) {
            outgoing.advance(room);
            writeWaiting();
            writeLate();
            flush();
        }
        returnCredits();
        if (refused && isReady() && !offers.isFull() && of(XioMsg.LONGEST_HEAD) != null) {
            refused = false;
            return true;
        }
        return false;
    }

    private void writeLate() throws LinkFaultException {
        long seq = lateAck;
        KeepaliveStamp stamp = lateStamp;
        lateAck = 0;
        lateStamp = null;
        if (seq != 0) {
            ack(seq);
        }
        if (stamp != null) {
            keepaliveAck(stamp);
        }
    }

    /** That many of the peer's datagrams have been read; their credits go back with what is sent next. */
    synchronized void read(int datagrams) {
        credits.read(datagrams);
    }

    /** Returns credits if it is worth it: by what is to be sent anyway, or else by a datagram that uses up none. */
    synchronized void returnCredits() {
        if (closed || pair == null || !credits.isWorthReturning()) {
            return;
        }
        post();
        if (credits.isWorthReturning()) {
            postCredits();
        }
        pair.flush();
    }

    /** Sends a datagram though it says nothing, not even credits. */
    synchronized void nudge() {
        if (!closed && pair != null) {
            post();
            postCredits();
            pair.flush();
        }
    }

    private void postCredits() {
        ByteBuffer empty = filling;
        if (empty != null) {
            filling = null;
            credits.unspend();
        } else {
            empty = pair.claim();
        }
        if (empty != null) {
            post(empty.position(Datagram.HEAD), Datagram.CREDITS);
        }
    }

    /** Bytes that are taken and wait for the peer. */
    synchronized long pending() {
        return offers == null ? 0 : offers.bytes();
    }

    /** Bytes of all datagrams sent. */
    synchronized long bytesOut() {
        return bytesOut;
    }

    /** For how long there has been something to send and no credit, in nanoseconds; 0 if that is not so. */
    synchronized long starvedFor() {
        return closed ? 0 : credits.starvedFor();
    }

    /** Drops what waits; memory that the peer may reach stays as it is until {@link #release}. */
    synchronized void close() {
        closed = true;
        filling = null;
        waiting.clear();
        outgoing.forget();
    }

    /** The queue pair has closed: no memory is reached any more. */
    synchronized void release() {
        close();
        if (offers != null) {
            offers.close();
            rooms.close();
            places.close();
        }
    }
}
