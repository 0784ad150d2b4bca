package messenger.shell.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.WireTap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.000000001Z");
    private static final EntityAddress LOCAL = EntityAddress.parse("tcp://127.0.0.1:6800");
    private static final EntityAddress REMOTE = EntityAddress.parse("tcp://127.0.0.2:50000");
    private static final EntityAddress PEER = EntityAddress.parse("tcp://127.0.0.2:0/5");
    private static final long PLENTY = 1 << 30;
    private static final Path REAL = Path.of("../messenger.simple/src/test/resources/captures");

    @TempDir
    Path folder;

    private final List<WireTap> taps = new ArrayList<>();
    private final Messenger messenger = TapMessenger.of(EntityName.parse("osd.0"), taps);

    private static WireTap.Wire wire(long id, EntityAddress peer) {
        return new WireTap.Wire(id, "simple", LOCAL, REMOTE, peer, false);
    }

    private Capture capture(Predicate<WireTap.Wire> wanted, long maxBytes) throws Exception {
        return new Capture(messenger, folder.resolve("test.pcap"), false, wanted, maxBytes);
    }

    private List<Pcap.Segment> stopped(Capture capture) throws Exception {
        capture.stop();
        return Pcap.read(capture.file());
    }

    private static ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void linkIsACompleteTcpConnection() throws Exception {
        Capture capture = capture(wire -> true, PLENTY);
        WireTap tap = taps.getFirst();
        tap.bytes(wire(1, null), true, TIME, bytes(10));
        tap.bytes(wire(1, PEER), false, TIME, bytes(20));
        tap.closed(wire(1, PEER), TIME);
        List<Pcap.Segment> segments = stopped(capture);

        assertEquals(
                List.of(
                        Packet.SYN,
                        Packet.SYN | Packet.ACK,
                        Packet.ACK,
                        Packet.PUSH | Packet.ACK,
                        Packet.ACK,
                        Packet.PUSH | Packet.ACK,
                        Packet.ACK,
                        Packet.FIN | Packet.ACK,
                        Packet.FIN | Packet.ACK,
                        Packet.ACK),
                segments.stream().map(Pcap.Segment::flags).toList());
        assertEquals(50_000, segments.getFirst().sourcePort(), "the peer dialled");
        assertEquals(TIME, segments.getFirst().time());
        Pcap.Segment sent = segments.get(3);
        assertEquals(segments.get(1).sequence() + 1, sent.sequence());
        assertEquals(segments.get(0).sequence() + 1, sent.acknowledged());
        assertEquals(sent.sequence() + 10, segments.get(4).acknowledged());
        assertEquals("stopped", capture.info().state());
        assertTrue(taps.isEmpty(), "the tap is closed");
    }

    @Test
    void largeWritesAreSplitAndComplete() throws Exception {
        Capture capture = capture(wire -> true, PLENTY);
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        taps.getFirst().bytes(wire(1, PEER), true, TIME, ByteBuffer.wrap(large));
        List<Pcap.Segment> segments = stopped(capture);

        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (Pcap.Segment segment : segments) {
            assertTrue(segment.payload().length <= 65_000);
            payload.write(segment.payload());
        }
        assertArrayEquals(large, payload.toByteArray());
    }

    @Test
    void linksOfOtherPeersAreLeftOutAlsoTheirHandshakes() throws Exception {
        Capture capture = capture(wire -> PEER.equals(wire.peer()), PLENTY);
        WireTap tap = taps.getFirst();
        EntityAddress other = EntityAddress.parse("tcp://127.0.0.2:0/6");
        tap.bytes(wire(1, null), true, TIME, bytes(1));
        tap.bytes(wire(2, null), true, TIME, bytes(2));
        tap.bytes(wire(1, PEER), true, TIME, bytes(4));
        tap.bytes(wire(2, other), true, TIME, bytes(8));
        tap.closed(wire(2, other), TIME);
        List<Pcap.Segment> segments = stopped(capture);

        assertEquals(
                List.of(1, 4),
                segments.stream()
                        .map(s -> s.payload().length)
                        .filter(n -> n > 0)
                        .toList());
        assertEquals(1, capture.info().links());
    }

    @Test
    void fullFileEndsTheCapture() throws Exception {
        Capture capture = capture(wire -> true, 1000);
        WireTap tap = taps.getFirst();
        for (int i = 0; i < 10; i++) {
            tap.bytes(wire(1, PEER), true, TIME, bytes(500));
        }
        capture.stop();

        assertEquals("full", capture.info().state());
        assertFalse(capture.isRunning());
        assertTrue(capture.info().bytes() < 3000, capture.info()::toString);
    }

    @Test
    void whatDoesNotFitIsCountedAndLeavesAGap() throws Exception {
        Intake intake = new Intake(1000);
        intake.bytes(wire(1, PEER), true, TIME, bytes(500));
        intake.bytes(wire(1, PEER), true, TIME, bytes(700));
        assertEquals(700, intake.dropped());
        assertEquals(0, intake.take().offset());
        intake.bytes(wire(1, PEER), true, TIME, bytes(10));

        assertEquals(1200, intake.take().offset());
    }

    /** The bytes of a real Ceph program's connections, as a tap would see them. */
    private static void replay(List<Pcap.Segment> segments, WireTap tap) {
        Map<List<Integer>, WireTap.Wire> wires = new LinkedHashMap<>();
        for (Pcap.Segment segment : segments) {
            if (segment.flags() == Packet.SYN) {
                EntityAddress dialler =
                        EntityAddress.tcp(segment.source(), segment.sourcePort(), EntityAddress.ANY_NONCE);
                EntityAddress acceptor =
                        EntityAddress.tcp(segment.destination(), segment.destinationPort(), EntityAddress.ANY_NONCE);
                wires.put(
                        List.of(segment.sourcePort(), segment.destinationPort()),
                        new WireTap.Wire(wires.size() + 1, "simple", dialler, acceptor, acceptor, true));
            } else if (segment.payload().length > 0) {
                WireTap.Wire sent = wires.get(List.of(segment.sourcePort(), segment.destinationPort()));
                WireTap.Wire wire =
                        sent == null ? wires.get(List.of(segment.destinationPort(), segment.sourcePort())) : sent;
                tap.bytes(wire, sent != null, segment.time(), ByteBuffer.wrap(segment.payload()));
            }
        }
        wires.values().forEach(wire -> tap.closed(wire, segments.getLast().time()));
    }

    @Test
    @Tag("ceph")
    void wiresharkSeesInACaptureWhatItSeesOnTheNetwork() throws Exception {
        for (String name : List.of("lossless-inject-v1.pcap", "rados-put-v1.pcap", "v1-ceph-s-none.pcap")) {
            Path real = REAL.resolve(name);
            Capture capture = new Capture(messenger, folder.resolve(name), false, wire -> true, PLENTY);
            replay(Pcap.read(real), taps.getFirst());
            capture.stop();
            assertEquals(0, capture.info().droppedBytes());

            String[] fields = {"-Y", "ceph", "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info"};
            assertEquals(Tshark.read(real, fields), Tshark.read(capture.file(), fields), name);
            assertEquals(
                    List.of(),
                    Tshark.read(
                            capture.file(),
                            "-o",
                            "tcp.check_checksum:TRUE",
                            "-o",
                            "ip.check_checksum:TRUE",
                            "-Y",
                            "tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags"),
                    name);
        }
    }
}
