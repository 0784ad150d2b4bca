package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions of real Ceph programs are decoded, and encoded again to the same bytes. */
class CaptureTest {
    static final List<String> FILES = List.of("v1-ceph-s-none.pcap", "rados-put-v1.pcap", "lossless-inject-v1.pcap");

    static Stream<Arguments> sessions() throws Exception {
        Stream.Builder<Arguments> all = Stream.builder();
        for (String file : FILES) {
            for (Pcap.Session session : Pcap.sessions("/captures/" + file)) {
                all.add(Arguments.of(file, session));
            }
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sessions")
    void encodesToTheSameBytes(String file, Pcap.Session session) throws Exception {
        Replay replay = new Replay(session).feed(Integer.MAX_VALUE);
        assertNull(replay.fault, "no frame is faulty");
        assertArrayEquals(prefix(session.client(), replay.client.written()), replay.client.written());
        assertArrayEquals(prefix(session.server(), replay.server.written()), replay.server.written());
        boolean bannerOnly = session.client().length == Handshake.BANNER_LENGTH;
        assertEquals(
                bannerOnly ? 0 : session.client().length, replay.client.written().length, "client: all is decoded");
        assertEquals(session.server().length, replay.server.written().length, "server: all is decoded");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sessions")
    void piecesOfAnySizeGiveTheSame(String file, Pcap.Session session) throws Exception {
        Replay whole = new Replay(session).feed(Integer.MAX_VALUE);
        for (int piece : new int[] {1, 2, 7, 53, 1000}) {
            Replay pieces = new Replay(session).feed(piece);
            assertEquals(whole.events(), pieces.events(), "pieces of " + piece);
            assertArrayEquals(whole.client.written(), pieces.client.written());
            assertArrayEquals(whole.server.written(), pieces.server.written());
        }
    }

    @Test
    void findsAllFrames() throws Exception {
        assertEquals(List.of(20L, 0L, 4L, 2L, 2L), counts("v1-ceph-s-none.pcap"));
        assertEquals(List.of(48L, 0L, 12L, 8L, 8L), counts("rados-put-v1.pcap"));
        assertEquals(List.of(384L, 52L, 0L, 13L, 13L), counts("lossless-inject-v1.pcap"));
    }

    /** How many messages, acks, keepalives, connects and replies a capture has. */
    private static List<Long> counts(String file) throws Exception {
        List<String> events = new ArrayList<>();
        for (Pcap.Session session : Pcap.sessions("/captures/" + file)) {
            events.addAll(new Replay(session).feed(Integer.MAX_VALUE).events());
        }
        return Stream.of("message", "ack", "keepalive", "connect", "reply")
                .map(start -> events.stream().filter(e -> e.startsWith(start)).count())
                .toList();
    }

    @Test
    void splitAtEveryPositionGivesTheSame() throws Exception {
        Pcap.Session session = Pcap.sessions("/captures/rados-put-v1.pcap").get(3);
        List<String> whole = new Replay(session).feed(Integer.MAX_VALUE).events();
        assertTrue(whole.stream().anyMatch(e -> e.startsWith("message")), "there are messages in " + whole);
        for (int at = 1; at < session.client().length; at++) {
            assertEquals(whole, new Replay(session).feedSplitAt(at).events(), "split at " + at);
        }
    }

    private static byte[] prefix(byte[] bytes, byte[] like) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, like.length));
    }
}
