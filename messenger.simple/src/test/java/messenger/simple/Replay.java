package messenger.simple;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.RecordingMemory;
import messenger.conformance.wire.TestMessage;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.Crc32c;
import messenger.spi.FaultInjector;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;

/** Feeds both directions of a recorded session to two pipes, and encodes again what they report. */
final class Replay {
    private static final SimpleSettings SETTINGS = SimpleSettings.builder().build();

    private final Pcap.Session session;
    private final ArrayDeque<Connect> connects = new ArrayDeque<>();
    final Side client = new Side(false);
    final Side server = new Side(true);
    LinkFault fault;

    /** What one party sent: how the other decodes it, and the bytes it is encoded to again. */
    final class Side extends RecordingHandler implements PipeHost {
        private final boolean fromAcceptor;
        private final Negotiation negotiation = new Negotiation();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final FrameWriter writer;
        private final Pipe pipe;
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private long arrived;

        Side(boolean fromAcceptor) {
            this.fromAcceptor = fromAcceptor;
            writer = new FrameWriter(
                    new BufferPool(2),
                    new Injection(() -> FaultInjector.NONE, () -> "nobody"),
                    negotiation,
                    SETTINGS,
                    new Recorder(),
                    () -> {});
            writer.socket(new Sink(out));
            pipe = new Pipe(
                    fromAcceptor,
                    this,
                    this,
                    new RecordingMemory(() -> arrived, false),
                    SETTINGS,
                    negotiation,
                    new Crc32c());
        }

        /** Offers more input; returns whether anything was reported. */
        boolean offer(byte[] bytes, int from, int length) {
            int before = all.size();
            if (pipe.state() == PipeState.AWAIT_CONNECT && !connects.isEmpty()) {
                negotiation.offer(connects.remove().features());
                pipe.connectSent();
            }
            ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(rest)
                    .put(bytes, from, length)
                    .flip();
            arrived += length;
            try {
                pipe.process(in);
            } catch (LinkFaultException e) {
                fault = e.fault();
            }
            rest = in;
            return all.size() > before;
        }

        byte[] written() throws Exception {
            writer.flush();
            return out.toByteArray();
        }

        @Override
        public String peer() {
            return session.toString();
        }

        @Override
        public boolean isClosing() {
            return fault != null;
        }

        @Override
        public void frame(ByteBuffer in) {
            // nobody listens
        }

        @Override
        public void addressed(EntityAddress announced, EntityAddress observed) {
            writer.handshake(
                    fromAcceptor ? Handshake.acceptorHello(announced, observed) : Handshake.diallerHello(announced));
            identified(announced, observed);
        }

        @Override
        public void connectReceived(Connect connect) {
            super.connectReceived(connect);
            writer.handshake(ConnectCodec.encode(connect));
            connects.add(connect);
        }

        @Override
        public void replyReceived(ConnectReply reply) {
            super.replyReceived(reply);
            writer.handshake(ConnectCodec.encode(reply));
            if (reply.tag() == ReplyTag.SEQ || reply.tag() == ReplyTag.READY) {
                client.negotiation.settle(reply.features());
            }
            client.pipe.replySent(reply.tag());
        }

        @Override
        public void seqReceived(long inSeq) {
            super.seqReceived(inSeq);
            writer.handshake(Handshake.encodeSeq(inSeq));
            if (fromAcceptor) {
                pipe.seqSent();
            }
        }

        @Override
        public void messageReceived(IncomingMessage message) {
            super.messageReceived(message);
            encode(() -> writer.message(new TestMessage(message.header(), message.sections())));
        }

        @Override
        public void ackReceived(long seq) {
            super.ackReceived(seq);
            encode(() -> writer.ack(seq));
        }

        @Override
        public void keepaliveReceived(KeepaliveStamp stamp) {
            super.keepaliveReceived(stamp);
            encode(() -> writer.keepalive(stamp));
        }

        @Override
        public void keepaliveAckReceived(KeepaliveStamp stamp) {
            super.keepaliveAckReceived(stamp);
            encode(() -> writer.keepaliveAck(stamp));
        }

        private void encode(Encoding encoding) {
            try {
                encoding.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Encoding {
        void run() throws Exception;
    }

    /** A socket that takes everything. */
    record Sink(ByteArrayOutputStream out) implements GatheringByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
            return copy.length;
        }

        @Override
        public long write(ByteBuffer[] buffers, int from, int count) {
            long total = 0;
            for (int i = from; i < from + count; i++) {
                total += write(buffers[i]);
            }
            return total;
        }

        @Override
        public long write(ByteBuffer[] buffers) {
            return write(buffers, 0, buffers.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    Replay(Pcap.Session session) {
        this.session = session;
    }

    /** Feeds both directions in pieces of that size. */
    Replay feed(int piece) {
        int c = 0;
        int s = 0;
        while (c < session.client().length || s < session.server().length) {
            int cn = Math.min(piece, session.client().length - c);
            client.offer(session.client(), c, cn);
            c += cn;
            int sn = Math.min(piece, session.server().length - s);
            server.offer(session.server(), s, sn);
            s += sn;
        }
        settle();
        return this;
    }

    /** Feeds the client's bytes in two pieces. */
    Replay feedSplitAt(int at) {
        client.offer(session.client(), 0, at);
        server.offer(session.server(), 0, session.server().length);
        client.offer(session.client(), at, session.client().length - at);
        settle();
        return this;
    }

    private void settle() {
        while (client.offer(new byte[0], 0, 0) | server.offer(new byte[0], 0, 0)) {
            // each lets the other go on
        }
    }

    List<String> events() {
        List<String> events = new ArrayList<>(client.all);
        events.addAll(server.all);
        return events;
    }
}
