package messenger.simple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads TCP sessions over IPv4 out of a pcap file with Ethernet frames, as tcpdump writes it on loopback. */
final class Pcap {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int FILE_HEADER = 24;
    private static final int ETHERNET = 14;
    private static final int TCP = 6;
    private static final int SYN = 2;
    private static final int ACK = 16;

    /** One direction of a session. */
    private static final class Half {
        private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        private int next;
    }

    /** The bytes that both sides of one connection sent. */
    record Session(int clientPort, int serverPort, byte[] client, byte[] server) {
        @Override
        public String toString() {
            return clientPort + " to " + serverPort;
        }
    }

    private Pcap() {}

    static List<Session> sessions(String resource) throws IOException {
        try (InputStream in = Pcap.class.getResourceAsStream(resource)) {
            return sessions(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static List<Session> sessions(ByteBuffer file) {
        if (file.getInt(0) != MAGIC) {
            throw new IllegalArgumentException("not a little-endian pcap file");
        }
        Map<Long, Half> halves = new HashMap<>();
        List<int[]> order = new ArrayList<>();
        file.position(FILE_HEADER);
        while (file.remaining() >= 16) {
            int length = file.getInt(file.position() + 8);
            file.position(file.position() + 16);
            packet(file.slice(file.position(), length).order(ByteOrder.BIG_ENDIAN), halves, order);
            file.position(file.position() + length);
        }
        List<Session> sessions = new ArrayList<>();
        for (int[] ports : order) {
            sessions.add(new Session(
                    ports[0],
                    ports[1],
                    bytes(halves.get(key(ports[0], ports[1]))),
                    bytes(halves.get(key(ports[1], ports[0])))));
        }
        return sessions;
    }

    private static void packet(ByteBuffer frame, Map<Long, Half> halves, List<int[]> order) {
        if (frame.getShort(12) != 0x0800 || frame.get(ETHERNET + 9) != TCP) {
            return;
        }
        int tcp = ETHERNET + (frame.get(ETHERNET) & 15) * 4;
        int end = ETHERNET + Short.toUnsignedInt(frame.getShort(ETHERNET + 2));
        int source = Short.toUnsignedInt(frame.getShort(tcp));
        int target = Short.toUnsignedInt(frame.getShort(tcp + 2));
        int seq = frame.getInt(tcp + 4);
        int payload = tcp + (frame.get(tcp + 12) >> 4 & 15) * 4;
        int flags = frame.get(tcp + 13);
        if ((flags & SYN) != 0) {
            if ((flags & ACK) == 0) {
                order.add(new int[] {source, target});
            }
            Half half = new Half();
            half.next = seq + 1;
            halves.put(key(source, target), half);
            return;
        }
        Half half = halves.get(key(source, target));
        if (half != null && payload < end && seq == half.next) {
            half.bytes.put(frame.slice(payload, end - payload));
            half.next += end - payload;
        }
    }

    private static byte[] bytes(Half half) {
        byte[] bytes = new byte[half.bytes.position()];
        half.bytes.get(0, bytes);
        return bytes;
    }

    private static long key(int source, int target) {
        return (long) source << 16 | target;
    }
}
