package messenger.shell.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import messenger.api.EntityAddress;
import messenger.api.WireTap;

/** One link as a TCP connection in a file. Used by the writing thread only. */
final class Stream {
    /** Fits an IPv4 packet and the window. */
    private static final int MAX_SEGMENT = 65_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final PcapFile file;
    private final EntityAddress dialler;
    private final EntityAddress acceptor;
    private final boolean isDialled;
    private final int dialled0;
    private final int accepted0;
    /** How far the streams of this side and of the other are. */
    private long sentUpTo;

    private long receivedUpTo;

    /** Writes the three packets that open the connection. */
    Stream(PcapFile file, WireTap.Wire wire, Instant time) throws IOException {
        this.file = file;
        isDialled = wire.dialled();
        dialler = isDialled ? wire.local() : wire.remote();
        acceptor = isDialled ? wire.remote() : wire.local();
        // different for each link, so that one that has the ports of a former one is told apart
        dialled0 = Long.hashCode(wire.id() * 0x9e37_79b9_7f4a_7c15L);
        accepted0 = ~dialled0;
        write(time, true, dialled0, 0, Packet.SYN, NOTHING);
        write(time, false, accepted0, dialled0 + 1, Packet.SYN | Packet.ACK, NOTHING);
        write(time, true, dialled0 + 1, accepted0 + 1, Packet.ACK, NOTHING);
    }

    /**
     * Writes bytes of one direction.
     *
     * @param offset of the first of them in the stream of that direction; more than what came before if some were dropped
     */
    void bytes(boolean sent, long offset, Instant time, ByteBuffer bytes) throws IOException {
        boolean byDialler = sent == isDialled;
        long at = offset;
        while (bytes.hasRemaining()) {
            ByteBuffer segment = bytes.slice(bytes.position(), Math.min(MAX_SEGMENT, bytes.remaining()));
            bytes.position(bytes.position() + segment.remaining());
            write(time, byDialler, next(sent, at), next(!sent, upTo(!sent)), Packet.PUSH | Packet.ACK, segment);
            at += segment.remaining();
            advance(sent, at);
            // acknowledged at once, so that no window seems to be full
            write(time, !byDialler, next(!sent, upTo(!sent)), next(sent, at), Packet.ACK, NOTHING);
        }
    }

    /** Writes the packets that close the connection. */
    void closed(Instant time) throws IOException {
        int mine = next(true, sentUpTo);
        int other = next(false, receivedUpTo);
        write(time, isDialled, mine, other, Packet.FIN | Packet.ACK, NOTHING);
        write(time, !isDialled, other, mine + 1, Packet.FIN | Packet.ACK, NOTHING);
        write(time, isDialled, mine + 1, other + 1, Packet.ACK, NOTHING);
    }

    private long upTo(boolean sent) {
        return sent ? sentUpTo : receivedUpTo;
    }

    private void advance(boolean sent, long to) {
        if (sent) {
            sentUpTo = to;
        } else {
            receivedUpTo = to;
        }
    }

    /** The sequence number of an offset in a direction; sequence numbers wrap around. */
    private int next(boolean sent, long offset) {
        int first = sent == isDialled ? dialled0 : accepted0;
        return first + 1 + (int) offset;
    }

    private void write(Instant time, boolean byDialler, int sequence, int acknowledged, int flags, ByteBuffer payload)
            throws IOException {
        EntityAddress from = byDialler ? dialler : acceptor;
        EntityAddress to = byDialler ? acceptor : dialler;
        file.write(
                time, new Packet(from.ip(), from.port(), to.ip(), to.port(), sequence, acknowledged, flags, payload));
    }
}
