package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.RecordingMemory;
import messenger.conformance.wire.TestMessage;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.Crc32c;
import messenger.spi.FaultInjector;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever arrives, a pipe either wants more or ends with one fault, reports nothing after it, and asks for no memory
 * that a peer merely claims. The seed is printed; {@code -Dfuzz.seed=N} repeats it, {@code -Dfuzz.rounds=N} goes on
 * longer.
 */
class DecoderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 3_000);
    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final long FEATURES = 0x3f01_cfbd_fffd_ffffL;
    private static final int MAX = 1 << 20;
    private static final SimpleSettings SETTINGS =
            Settings.builder().sectionMax(MAX, MAX, MAX).build();

    /** What is damaged. */
    enum Victim {
        ACCEPTOR_HANDSHAKE,
        DIALLER_HANDSHAKE,
        STREAM,
        HEADER_WITH_GOOD_CRC
    }

    @ParameterizedTest
    @EnumSource
    void endsCleanly(Victim victim) throws Exception {
        System.out.println("DecoderFuzzTest " + victim + " seed " + SEED);
        Random random = new Random(SEED + victim.ordinal());
        int faults = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean dialling = victim == Victim.DIALLER_HANDSHAKE || random.nextBoolean();
            byte[] handshake = handshake(dialling);
            byte[] stream = stream(random, victim);
            byte[] bytes = Arrays.copyOf(handshake, handshake.length + stream.length);
            System.arraycopy(stream, 0, bytes, handshake.length, stream.length);
            boolean early = victim != Victim.STREAM && victim != Victim.HEADER_WITH_GOOD_CRC;
            if (victim != Victim.HEADER_WITH_GOOD_CRC) {
                bytes = damage(bytes, early ? 0 : handshake.length, early ? handshake.length : bytes.length, random);
            }
            faults += new Subject(dialling).feed(bytes, random) ? 1 : 0;
        }
        assertTrue(faults > ROUNDS / 10, "damage is found: " + faults + " of " + ROUNDS);
    }

    private static byte[] damage(byte[] bytes, int from, int to, Random random) {
        byte[] damaged = bytes.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = from + random.nextInt(to - from);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(damaged, at, Math.min(at + 4, to), (byte) 0xff);
                default -> damaged = cut(damaged, at, Math.min(damaged.length, at + 1 + random.nextInt(16)));
            }
            if (damaged.length < to) {
                return damaged;
            }
        }
        return damaged;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }

    /** What a peer sends until the link is open. */
    private static byte[] handshake(boolean dialling) {
        EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:6800/5");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Replay.Sink sink = new Replay.Sink(out);
        if (dialling) {
            sink.write(Handshake.acceptorHello(address, address));
            sink.write(ConnectCodec.encode(reply(ReplyTag.RETRY_GLOBAL)));
            sink.write(ConnectCodec.encode(reply(ReplyTag.SEQ)));
        } else {
            sink.write(Handshake.diallerHello(address));
            sink.write(ConnectCodec.encode(
                    new Connect(FEATURES, EntityType.CLIENT, 1, 0, 24, new AuthorizerData(2, new byte[22]), false)));
        }
        sink.write(Handshake.encodeSeq(3));
        return out.toByteArray();
    }

    private static ConnectReply reply(ReplyTag tag) {
        return new ConnectReply(tag, FEATURES, 1, 1, 24, new byte[36], false);
    }

    /** One frame of each kind, and messages of many sizes. */
    private static byte[] stream(Random random, Victim victim) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Negotiation negotiation = new Negotiation();
        negotiation.offer(FEATURES);
        negotiation.settle(FEATURES);
        FrameWriter writer = new FrameWriter(
                new BufferPool(1),
                new Injection(() -> FaultInjector.NONE, () -> "nobody"),
                negotiation,
                SETTINGS,
                new Recorder(),
                () -> {});
        writer.socket(new Replay.Sink(out));
        writer.ack(4);
        writer.keepalive(new KeepaliveStamp(1, 2));
        writer.message(TestMessage.of(4, random.nextInt(64), random.nextInt(8), random.nextInt(300), random));
        writer.keepaliveAck(new KeepaliveStamp(1, 2));
        writer.flush();
        if (victim == Victim.HEADER_WITH_GOOD_CRC) {
            out.write(claim(random));
            out.write(new byte[random.nextInt(2000)]);
        } else {
            writer.message(TestMessage.of(5, 10, 0, random.nextInt(20) == 0 ? 400_000 : 3_000, random));
            writer.flush();
        }
        return out.toByteArray();
    }

    /** A message tag and a header that claims lengths at random, with the CRC that belongs to it. */
    private static byte[] claim(Random random) {
        ByteBuffer frame = ByteBuffer.allocate(54).order(ByteOrder.LITTLE_ENDIAN);
        frame.put(0, (byte) FrameTag.MSG);
        for (int at = 23; at <= 31; at += 4) {
            frame.putInt(at, random.nextInt() >>> random.nextInt(32));
        }
        int crc = new Crc32c().of(frame.array(), 1, 49);
        return frame.putInt(50, crc).array();
    }

    /** A pipe with a core that answers at once. */
    private static final class Subject extends RecordingHandler implements PipeHost {
        private final Negotiation negotiation = new Negotiation();
        private final RecordingMemory memory = new RecordingMemory(() -> arrived(), false);
        private final Pipe pipe;
        private long fed;
        private LinkFault found;

        Subject(boolean dialling) {
            pipe = new Pipe(dialling, this, this, memory, SETTINGS, negotiation, new Crc32c());
        }

        private long arrived() {
            return fed;
        }

        /** Feeds pieces of random size; returns whether a fault was found. */
        boolean feed(byte[] bytes, Random random) {
            ByteBuffer in = ByteBuffer.allocate(0);
            while (fed < bytes.length && found == null) {
                int n = Math.min(bytes.length - (int) fed, 1 + random.nextInt(random.nextBoolean() ? 8 : 4000));
                in = ByteBuffer.allocate(in.remaining() + n)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(in)
                        .put(bytes, (int) fed, n)
                        .flip();
                fed += n;
                offer(in);
            }
            assertTrue(memory.largest <= MAX, "within the maxima");
            if (found != null) {
                int before = all.size();
                offer(ByteBuffer.wrap(new byte[1000]));
                assertEquals(before, all.size(), "nothing is reported after a fault");
                assertEquals(LinkFault.Kind.PROTOCOL, found.kind());
                assertTrue(found.text().contains("fuzzer"), "the fault names the peer: " + found.text());
            } else {
                assertFalse(in.remaining() > 10_000, "what is left over is one piece of a frame");
            }
            return found != null;
        }

        private void offer(ByteBuffer in) {
            try {
                int events;
                do {
                    events = all.size();
                    answer();
                    pipe.process(in);
                } while (events < all.size());
            } catch (LinkFaultException e) {
                assertEquals(null, found, "one fault");
                found = e.fault();
            }
        }

        private void answer() {
            switch (pipe.state()) {
                case AWAIT_CONNECT -> {
                    negotiation.offer(FEATURES);
                    pipe.connectSent();
                }
                case AWAIT_REPLY -> {
                    negotiation.settle(FEATURES);
                    pipe.replySent(ReplyTag.SEQ);
                }
                case AWAIT_SEQ -> pipe.seqSent();
                default -> {}
            }
        }

        @Override
        public String peer() {
            return "fuzzer";
        }

        @Override
        public boolean isClosing() {
            return found != null;
        }

        @Override
        public void frame(ByteBuffer in) {
            // nobody listens
        }

        @Override
        public void addressed(EntityAddress announced, EntityAddress observed) {
            identified(announced, observed);
        }
    }
}
