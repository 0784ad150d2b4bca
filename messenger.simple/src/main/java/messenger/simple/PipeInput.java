package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import messenger.spi.LinkFault;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;

/**
 * Moves bytes from a socket into a pipe, through the buffer of the event loop; large sections go from the socket to
 * their memory. Keeps a buffer of its own only while the pipe has left bytes over. Confined to the loop's thread.
 */
final class PipeInput {
    /** Bytes read in one turn, so that a busy socket leaves time to the loop's others. */
    private static final int TURN = 1024 * 1024;

    /** Bytes kept at most while core is to answer; reading on shows whether the peer is still there. */
    private static final int EARLY = 16 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReadableByteChannel socket;
    private final Pipe pipe;
    private final EventLoop loop;
    private final Injection injection;
    private final Recorder recorder;
    private final Supplier<String> peer;
    private final AtomicLong bytesIn;
    private ByteBuffer leftover;
    /** The peer has closed the connection, behind bytes that wait for an answer of core. */
    private boolean ended;

    PipeInput(
            ReadableByteChannel socket,
            Pipe pipe,
            EventLoop loop,
            Injection injection,
            Recorder recorder,
            AtomicLong bytesIn) {
        this.socket = socket;
        this.pipe = pipe;
        this.loop = loop;
        this.injection = injection;
        this.recorder = recorder;
        this.peer = injection.peer();
        this.bytesIn = bytesIn;
    }

    /** Whether it is time to read. */
    boolean isReading() {
        return !ended
                && !pipe.isClosing()
                && !pipe.isRefused()
                && (!pipe.isWaiting() || leftover == null || leftover.remaining() < EARLY);
    }

    /**
     * Reads what the socket has, up to one turn.
     *
     * @throws LinkFaultException if the input is faulty, has ended, or a fault was asked for
     */
    void read() throws IOException, LinkFaultException {
        for (int rest = TURN; rest > 0 && isReading(); ) {
            injection.check("read");
            ByteBuffer section = pipe.target();
            ByteBuffer to = section == null ? loop.buffer().clear() : section;
            if (section == null) {
                takeLeftover(to);
            }
            int room = to.remaining();
            int from = to.position();
            int n = socket.read(to);
            if (recorder.isTapped()) {
                recorder.received(to, from);
            }
            if (n < 0) {
                ended = true;
                process(section == null ? to.flip() : NOTHING);
                failIfEnded();
                return;
            }
            bytesIn.addAndGet(n);
            process(section == null ? to.flip() : NOTHING);
            if (n == 0 || n < room) {
                return;
            }
            rest -= n;
        }
    }

    /** Offers the pipe again what it left over. */
    void proceed() throws LinkFaultException {
        ByteBuffer in = loop.buffer().clear();
        takeLeftover(in);
        process(in.flip());
        failIfEnded();
    }

    private void failIfEnded() throws LinkFaultException {
        if (ended && !(pipe.isWaiting() && leftover != null)) {
            throw new LinkFaultException(
                    LinkFault.Kind.IO,
                    "peer " + peer.get() + " closed the connection"
                            + (pipe.state() == PipeState.TAG ? "" : " in state " + pipe.state())
                            + "; its log may say why");
        }
    }

    private void process(ByteBuffer in) throws LinkFaultException {
        if (recorder.isConcerned()) {
            recorded(in);
        } else {
            pipe.process(in);
        }
        if (in.hasRemaining()) {
            leftover = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
    }

    private void recorded(ByteBuffer in) throws LinkFaultException {
        recorder.offering(in);
        try {
            pipe.process(in);
        } catch (LinkFaultException | RuntimeException e) {
            recorder.refused(in);
            throw e;
        }
        recorder.taken(in);
    }

    private void takeLeftover(ByteBuffer to) {
        if (leftover != null) {
            to.put(leftover);
            leftover = null;
        }
    }

    /** Forgets what was left over. */
    void release() {
        leftover = null;
    }
}
