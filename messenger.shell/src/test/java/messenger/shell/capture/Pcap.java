package messenger.shell.capture;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads pcap files of TCP packets over Ethernet or raw IP, version 4. */
final class Pcap {
    /** A segment with its flags and payload. */
    record Segment(
            Instant time,
            InetAddress source,
            int sourcePort,
            InetAddress destination,
            int destinationPort,
            int flags,
            int sequence,
            int acknowledged,
            byte[] payload) {}

    private static final int MAGIC_NANOSECONDS = 0xa1b2_3c4d;

    private Pcap() {}

    static List<Segment> read(Path path) throws Exception {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int nanos = file.getInt(0) == MAGIC_NANOSECONDS ? 1 : 1000;
        int linkHeader = file.getInt(20) == 1 ? 14 : 0;
        file.position(24);
        List<Segment> segments = new ArrayList<>();
        while (file.hasRemaining()) {
            Instant time = Instant.ofEpochSecond(file.getInt(), (long) file.getInt() * nanos);
            int length = file.getInt();
            file.getInt();
            ByteBuffer packet = file.slice(file.position() + linkHeader, length - linkHeader);
            file.position(file.position() + length);
            segments.add(segment(time, packet));
        }
        return segments;
    }

    private static Segment segment(Instant time, ByteBuffer packet) throws Exception {
        int ipHeader = (packet.get(0) & 0x0f) * 4;
        int end = Short.toUnsignedInt(packet.getShort(2));
        int tcpHeader = ((packet.get(ipHeader + 12) >> 4) & 0x0f) * 4;
        byte[] source = new byte[4];
        byte[] destination = new byte[4];
        packet.get(12, source).get(16, destination);
        byte[] payload = new byte[end - ipHeader - tcpHeader];
        packet.get(ipHeader + tcpHeader, payload);
        return new Segment(
                time,
                InetAddress.getByAddress(source),
                Short.toUnsignedInt(packet.getShort(ipHeader)),
                InetAddress.getByAddress(destination),
                Short.toUnsignedInt(packet.getShort(ipHeader + 2)),
                packet.get(ipHeader + 13),
                packet.getInt(ipHeader + 4),
                packet.getInt(ipHeader + 8),
                payload);
    }
}
