package messenger.simple;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.EntityAddress;
import messenger.api.WireTap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports one link's bytes to the taps on it. It keeps the handshake, some 500 bytes, so that a tap on a link that is open
 * sees a stream which can be decoded: the handshake, then each direction from its next frame on. Thread safe.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final AtomicLong IDS = new AtomicLong();

    /** A longer handshake, of a peer that plays with this side, is not kept. */
    private static final int MAX_HANDSHAKE = 64 << 10;

    private record Piece(boolean sent, Instant time, byte[] bytes) {}

    private static final class Listener {
        private final WireTap tap;
        /** Whether it sees what the socket gives; else from the next frame on. */
        private boolean receiving;
        /** Bytes that it has seen already, or is not to see, and that the socket takes before all others. */
        private long skip;

        Listener(WireTap tap, long skip) {
            this.tap = tap;
            this.skip = skip;
        }
    }

    private final List<Piece> handshake = new ArrayList<>(4);
    private int room = MAX_HANDSHAKE;
    private final List<Listener> listeners = new ArrayList<>(0);
    private volatile boolean tapped;
    /** Null until there is a connection. */
    private WireTap.Wire wire;

    private volatile boolean streaming;
    /** The input that the pipe is reading; null at other times. */
    private ByteBuffer offered;

    private int offeredFrom;

    /** Whether anybody listens, so that {@link #received} and {@link #sent} have to be called. */
    boolean isTapped() {
        return tapped;
    }

    /** Whether input has to be shown to it: during the handshake, and while somebody listens. */
    boolean isConcerned() {
        return !streaming || tapped;
    }

    /** There is a connection. */
    synchronized void open(InetSocketAddress near, InetSocketAddress far, boolean dialled) {
        wire = new WireTap.Wire(
                IDS.incrementAndGet(), SimpleMessenger.TYPE, address(near), address(far), null, dialled);
    }

    private static EntityAddress address(InetSocketAddress socket) {
        return EntityAddress.tcp(socket.getAddress(), socket.getPort(), EntityAddress.ANY_NONCE);
    }

    /** The peer has said who it is. */
    synchronized void identified(EntityAddress peer) {
        wire = new WireTap.Wire(wire.id(), wire.transport(), wire.local(), wire.remote(), peer, wire.dialled());
    }

    /**
     * Adds a tap, and repeats the handshake so far.
     *
     * @param pending bytes that were written and not taken by the socket yet; they end with a whole frame
     */
    synchronized void add(WireTap tap, long pending) {
        if (listeners.stream().anyMatch(listener -> listener.tap == tap)) {
            return;
        }
        Listener added = new Listener(tap, pending);
        listeners.add(added);
        tapped = true;
        handshake.forEach(piece -> report(added, piece.sent, piece.time, ByteBuffer.wrap(piece.bytes)));
    }

    synchronized void remove(WireTap tap) {
        listeners.removeIf(listener -> listener.tap == tap);
        tapped = !listeners.isEmpty();
    }

    /** This side says something in the handshake. */
    synchronized void said(ByteBuffer bytes) {
        if (offered != null) {
            // what this answers comes first
            heard(offered);
        }
        keep(true, bytes.duplicate());
        listeners.forEach(listener -> listener.skip += bytes.remaining());
    }

    /** Input is about to be offered to the pipe. */
    synchronized void offering(ByteBuffer in) {
        offered = in;
        offeredFrom = in.position();
    }

    /** The pipe has taken what it could of the input. */
    synchronized void taken(ByteBuffer in) {
        heard(in);
        offered = null;
    }

    /** The handshake fails over this input; what the pipe has not taken of it is told, too. */
    synchronized void refused(ByteBuffer in) {
        if (!streaming) {
            in.position(in.limit());
        }
        taken(in);
    }

    private void heard(ByteBuffer in) {
        if (!streaming && in.position() > offeredFrom) {
            keep(false, in.slice(offeredFrom, in.position() - offeredFrom));
            offeredFrom = in.position();
        }
    }

    /** A frame begins at the position of the input, or the first of all is yet to come. */
    synchronized void frame(ByteBuffer in) {
        heard(in);
        streaming = true;
        Instant now = Instant.now();
        for (Listener listener : List.copyOf(listeners)) {
            if (!listener.receiving) {
                listener.receiving = true;
                report(listener, false, now, in.slice());
            }
        }
    }

    private void keep(boolean sent, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        Piece piece = new Piece(sent, Instant.now(), copy);
        room -= copy.length;
        if (room >= 0) {
            handshake.add(piece);
        } else {
            handshake.clear();
        }
        for (Listener listener : List.copyOf(listeners)) {
            report(listener, sent, piece.time, ByteBuffer.wrap(copy));
        }
    }

    /** The socket has filled a buffer from {@code from} up to its position. */
    synchronized void received(ByteBuffer to, int from) {
        Instant now = Instant.now();
        for (Listener listener : List.copyOf(listeners)) {
            if (listener.receiving) {
                report(listener, false, now, to.slice(from, to.position() - from));
            }
        }
    }

    /** The socket has taken these bytes. */
    synchronized void sent(ByteBuffer bytes) {
        Instant now = Instant.now();
        for (Listener listener : List.copyOf(listeners)) {
            int skipped = (int) Math.min(listener.skip, bytes.remaining());
            listener.skip -= skipped;
            report(listener, true, now, bytes.slice(bytes.position() + skipped, bytes.remaining() - skipped));
        }
    }

    /** The connection is gone. */
    synchronized void closed() {
        Instant now = Instant.now();
        for (Listener listener : List.copyOf(listeners)) {
            if (wire != null) {
                guarded(listener, () -> listener.tap.closed(wire, now));
            }
        }
        listeners.clear();
        tapped = false;
    }

    private void report(Listener listener, boolean sent, Instant time, ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            guarded(listener, () -> listener.tap.bytes(wire, sent, time, bytes.asReadOnlyBuffer()));
        }
    }

    private void guarded(Listener listener, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            // an Error too: the socket has taken the bytes, and whoever wrote them has to go on
            LOG.warn("tap {} failed and sees nothing more of the link to {}", listener.tap, wire.remote(), e);
            remove(listener.tap);
        }
    }
}
