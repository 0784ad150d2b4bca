package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
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

    /** Bytes read along with a section: the next header is among them, and little of what has a place of its own. */
    private static final int BEHIND_SECTION = 4 * 1024;

    private final ScatteringByteChannel socket;
    private final Pipe pipe;
    private final EventLoop loop;
    private final Injection injection;
    private final Recorder recorder;
    private final Supplier<String> peer;
    private final AtomicLong bytesIn;
    private final ByteBuffer[] scattered = new ByteBuffer[2];
    private ByteBuffer leftover;
    /** Whether the last bytes were read into a section; another may follow. */
    private boolean inSection;
    /** The peer has closed the connection, behind bytes that wait for an answer of core. */
    private boolean ended;

    PipeInput(
            ScatteringByteChannel socket,
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
            ByteBuffer in = loop.buffer().clear();
            takeLeftover(in);
            if (section != null || inSection) {
                in.limit(Math.min(in.capacity(), in.position() + BEHIND_SECTION));
            }
            inSection = section != null;
            int room = in.remaining() + (section == null ? 0 : section.remaining());
            int n = receive(section, in);
            if (n < 0) {
                ended = true;
            } else {
                bytesIn.addAndGet(n);
            }
            process(in.flip());
            if (ended) {
                failIfEnded();
                return;
            }
            if (n < room) {
                return;
            }
            rest -= n;
        }
    }

    private int receive(ByteBuffer section, ByteBuffer in) throws IOException {
        int from = in.position();
        if (section == null) {
            int n = socket.read(in);
            tell(in, from);
            return n;
        }
        int sectionFrom = section.position();
        scattered[0] = section;
        scattered[1] = in;
        int n = (int) socket.read(scattered);
        scattered[0] = null;
        tell(section, sectionFrom);
        tell(in, from);
        return n;
    }

    private void tell(ByteBuffer received, int from) {
        if (recorder.isTapped()) {
            recorder.received(received, from);
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
