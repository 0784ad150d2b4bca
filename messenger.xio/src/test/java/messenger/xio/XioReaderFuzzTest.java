package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import messenger.api.EntityAddress;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.RecordingMemory;
import messenger.spi.Crc32c;
import messenger.spi.IncomingMessage;
import messenger.spi.LinkFault;
import messenger.spi.MemoryLease;
import messenger.spi.ReplyTag;
import messenger.spi.support.FrameChecks;
import messenger.spi.support.FrameRules;
import messenger.spi.support.IncomingFrame;
import messenger.spi.support.LinkFaultException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever arrives, a reader either wants more or ends with one fault, reports nothing after it, and asks for no memory
 * that a peer merely claims. The seed is printed; {@code -Dfuzz.seed=N} repeats it, {@code -Dfuzz.rounds=N} goes on
 * longer.
 */
class XioReaderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 3_000);
    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final int MAX = 1 << 20;
    private static final int HEADER_AT = 1;
    private static final int LENGTHS_AT = HEADER_AT + 22;
    private static final int CRC_AT = HEADER_AT + 49;

    /** What arrives. */
    enum Input {
        VALID,
        DAMAGED,
        DAMAGED_HANDSHAKE,
        CUT_ANYWHERE,
        HEADER_WITH_GOOD_CRC,
        RANDOM
    }

    @ParameterizedTest
    @EnumSource
    void endsCleanly(Input input) {
        System.out.println("XioReaderFuzzTest " + input + " seed " + SEED);
        Random random = new Random(SEED + input.ordinal());
        int faults = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean dialling = random.nextBoolean();
            FuzzStream stream = new FuzzStream(random).handshake(dialling);
            int handshake = stream.datagrams().size();
            List<byte[]> datagrams = arriving(input, stream.frames(), handshake, random);
            Subject subject = new Subject(dialling);
            boolean faulted = subject.feed(datagrams);
            faults += faulted ? 1 : 0;
            if (input == Input.VALID) {
                assertNull(subject.found, () -> "round of seed " + SEED + ": " + subject.found);
                assertEquals(stream.messages(), subject.messages.size());
            }
        }
        assertTrue(input == Input.VALID ? faults == 0 : faults > ROUNDS / 10, "faults: " + faults + " of " + ROUNDS);
    }

    private static List<byte[]> arriving(Input input, FuzzStream stream, int handshake, Random random) {
        List<byte[]> valid = stream.datagrams();
        return switch (input) {
            case VALID -> valid;
            case DAMAGED -> damaged(valid, random);
            case DAMAGED_HANDSHAKE -> damaged(valid.subList(0, Math.min(handshake, valid.size())), random);
            case CUT_ANYWHERE -> cut(XioRig.join(valid.toArray(byte[][]::new)), random);
            case HEADER_WITH_GOOD_CRC -> {
                List<byte[]> claims =
                        new ArrayList<>(new FuzzStream(random).handshake(false).datagrams());
                claims.add(claim(random));
                claims.add(new byte[random.nextInt(2_000)]);
                claims.add(new byte[random.nextInt(2_000)]);
                yield claims;
            }
            case RANDOM -> {
                List<byte[]> noise = new ArrayList<>(
                        random.nextBoolean()
                                ? List.of()
                                : new FuzzStream(random).handshake(false).datagrams());
                for (int i = 0; i < 5; i++) {
                    byte[] bytes = new byte[random.nextInt(500)];
                    random.nextBytes(bytes);
                    noise.add(bytes);
                }
                yield noise;
            }
        };
    }

    private static List<byte[]> damaged(List<byte[]> valid, Random random) {
        List<byte[]> datagrams = new ArrayList<>(valid);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int which = random.nextInt(datagrams.size());
            byte[] bytes = datagrams.get(which).clone();
            if (bytes.length == 0) {
                continue;
            }
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) 0xff);
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> datagrams.add(which, bytes);
                default -> bytes = XioRig.join(bytes, Arrays.copyOf(bytes, at));
            }
            datagrams.set(which, bytes);
        }
        return datagrams;
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> datagrams = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(500));
            datagrams.add(Arrays.copyOfRange(bytes, at, at + n));
            at += n;
        }
        return datagrams;
    }

    /** A message that claims lengths and flags at random, with the CRC that belongs to it. */
    private static byte[] claim(Random random) {
        byte[] head = XioRig.head(1, new byte[0], new byte[0], new byte[0], "u8:" + random.nextInt(8) + " zeros:40");
        ByteBuffer frame = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = LENGTHS_AT; at <= LENGTHS_AT + 8; at += 4) {
            frame.putInt(at, random.nextInt() >>> random.nextInt(32));
        }
        frame.putInt(CRC_AT, new Crc32c().of(head, HEADER_AT, CRC_AT - HEADER_AT));
        return head;
    }

    /** A reader with a core that answers at once. */
    private static final class Subject extends RecordingHandler implements XioHost {
        private final RecordingMemory memory = new RecordingMemory(() -> arrived(), false);
        private final Backlog backlog;
        private final XioReader reader;
        private long fed;
        private LinkFault found;
        private int fetching;

        Subject(boolean dialling) {
            var rules = new FrameRules("messenger.xio", true, true, MAX, MAX, MAX);
            var frame = new IncomingFrame(memory, new FrameChecks(rules, new Crc32c()));
            reader = new XioReader(dialling, this, this, frame, 4096);
            backlog = new Backlog(reader);
        }

        private long arrived() {
            return fed;
        }

        /** Feeds all datagrams; returns whether a fault was found. */
        boolean feed(List<byte[]> datagrams) {
            for (byte[] datagram : datagrams) {
                if (found == null) {
                    fed += datagram.length;
                    offer(datagram);
                }
            }
            assertTrue(memory.largest <= MAX, "within the maxima");
            if (found != null) {
                int before = all.size();
                offer(new byte[1000]);
                assertEquals(before, all.size(), "nothing is reported after a fault");
                assertEquals(LinkFault.Kind.PROTOCOL, found.kind());
                assertTrue(found.text().contains("fuzzer"), "the fault names the peer: " + found.text());
            }
            return found != null;
        }

        private void offer(byte[] datagram) {
            try {
                backlog.take(ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN));
                while (found == null && answer()) {
                    backlog.proceed();
                }
            } catch (LinkFaultException e) {
                assertNull(found, "one fault");
                found = e.fault();
            }
        }

        private boolean answer() {
            switch (reader.state()) {
                case AWAIT_CONNECT -> reader.connectSent();
                case AWAIT_REPLY -> reader.replySent(ReplyTag.SEQ);
                case AWAIT_SEQ -> reader.seqSent();
                case FETCHING -> reader.fetched(data(), null);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private ByteBuffer data() {
            return ByteBuffer.wrap(Arrays.copyOf(FuzzStream.OFFERED, fetching)).order(ByteOrder.LITTLE_ENDIAN);
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
        public void addressed(EntityAddress announced, EntityAddress observed) {
            identified(announced, observed);
        }

        @Override
        public void fetch(DataPlace place, int length) {
            assertTrue(length <= MAX);
            fetching = length;
        }

        @Override
        public void offerFetched(int number) throws LinkFaultException {
            throw LinkFaultException.protocol(peer(), "fetched what is not offered");
        }

        @Override
        public MemoryLease takeWritten(long tid, int length) throws LinkFaultException {
            throw LinkFaultException.protocol(peer(), "wrote where there is no room");
        }

        @Override
        public void closeRoom(long tid) {
            // there is none
        }

        @Override
        public IncomingMessage received(IncomingMessage message, DataPlace replyRoom) {
            return message;
        }
    }
}
