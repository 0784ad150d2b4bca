package messenger.shell.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP packet with a TCP segment.
 *
 * @param source where it comes from
 * @param sourcePort its port
 * @param destination where it goes
 * @param destinationPort its port
 * @param sequence number of its first byte
 * @param acknowledged number of the next byte expected from the other side; 0 without {@link #ACK}
 * @param flags of TCP
 * @param payload shared, not to be written to
 */
record Packet(
        InetAddress source,
        int sourcePort,
        InetAddress destination,
        int destinationPort,
        int sequence,
        int acknowledged,
        int flags,
        ByteBuffer payload) {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int PUSH = 0x08;
    static final int ACK = 0x10;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int TCP = 6;
    private static final int HOPS = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int WINDOW = 0xffff;

    /** Header, in network byte order, and payload. */
    byte[] encode() {
        boolean isV4 = source instanceof Inet4Address && destination instanceof Inet4Address;
        int ipHeader = isV4 ? IPV4_HEADER : IPV6_HEADER;
        int tcpLength = TCP_HEADER + payload.remaining();
        ByteBuffer packet = ByteBuffer.allocate(ipHeader + tcpLength);
        if (isV4) {
            ipv4(packet, tcpLength);
        } else {
            ipv6(packet, tcpLength);
        }
        tcp(packet);
        int pseudoHeader = sum(addresses(isV4)) + TCP + tcpLength;
        packet.putShort(ipHeader + 16, checksum(pseudoHeader, packet.slice(ipHeader, tcpLength)));
        return packet.array();
    }

    private void ipv4(ByteBuffer packet, int tcpLength) {
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_HEADER + tcpLength));
        packet.putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
        packet.put((byte) HOPS).put((byte) TCP).putShort((short) 0);
        packet.put(source.getAddress()).put(destination.getAddress());
        packet.putShort(10, checksum(0, packet.slice(0, IPV4_HEADER)));
    }

    private void ipv6(ByteBuffer packet, int tcpLength) {
        packet.putInt(0x6000_0000).putShort((short) tcpLength).put((byte) TCP).put((byte) HOPS);
        packet.put(v6(source)).put(v6(destination));
    }

    private void tcp(ByteBuffer packet) {
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putInt(sequence).putInt(acknowledged);
        packet.put((byte) ((TCP_HEADER / Integer.BYTES) << 4)).put((byte) flags);
        packet.putShort((short) WINDOW).putShort((short) 0).putShort((short) 0);
        packet.put(payload.duplicate());
    }

    private ByteBuffer addresses(boolean isV4) {
        byte[] from = isV4 ? source.getAddress() : v6(source);
        byte[] to = isV4 ? destination.getAddress() : v6(destination);
        return ByteBuffer.allocate(from.length + to.length).put(from).put(to).flip();
    }

    /** An IPv4 address as IPv6 maps it. */
    private static byte[] v6(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            byte[] mapped = new byte[16];
            Arrays.fill(mapped, 10, 12, (byte) 0xff);
            System.arraycopy(bytes, 0, mapped, 12, bytes.length);
            return mapped;
        }
        return bytes;
    }

    /** The Internet checksum (RFC 1071). */
    private static short checksum(int initial, ByteBuffer bytes) {
        int sum = initial + sum(bytes);
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        }
        return (short) ~sum;
    }

    private static int sum(ByteBuffer bytes) {
        int sum = 0;
        ByteBuffer rest = bytes.duplicate();
        while (rest.remaining() >= Short.BYTES) {
            sum += Short.toUnsignedInt(rest.getShort());
        }
        return rest.hasRemaining() ? sum + (Byte.toUnsignedInt(rest.get()) << Byte.SIZE) : sum;
    }
}
