package messenger.examples.monmap;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the map that MON_MAP brings, as monitors since Nautilus write it for peers with feature bit 59. */
final class MonMapReader {
    static final int MAX_MONITORS = 1024;
    static final int MAX_NAME = 256;
    static final int MAX_ADDRESSES = 16;

    /** The first version that tells the addresses by monitor and the ranks, and the one that Pacific writes. */
    private static final int OLDEST = 6;

    private static final int NEWEST = 9;
    private static final int MONITOR_VERSION = 5;

    private static final int ONE_ADDRESS = 1;
    private static final int SEVERAL_ADDRESSES = 2;
    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6 = 10;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private MonMapReader() {}

    /**
     * Reads the front of MON_MAP.
     *
     * @throws IllegalArgumentException if it is none, naming the field
     */
    static MonMap read(ByteBuffer front) {
        FieldReader map = new FieldReader(front).part("map").versioned(OLDEST, NEWEST, "map");
        var fsid = map.uuid("fsid");
        long epoch = map.u32("epoch");
        var lastChanged = map.time("last_changed");
        var created = map.time("created");
        map.versioned(1, 1, "persistent_features");
        map.versioned(1, 1, "optional_features");
        Map<String, List<String>> addresses = new HashMap<>();
        for (int rest = map.count(MAX_MONITORS, "monitors"); rest > 0; rest--) {
            String key = map.string(MAX_NAME, "name");
            FieldReader monitor = map.versioned(1, MONITOR_VERSION, "monitor " + key);
            String name = monitor.string(MAX_NAME, "name of monitor " + key);
            addresses.put(name, addresses(monitor));
        }
        List<Monitor> monitors = new ArrayList<>();
        int ranks = map.count(MAX_MONITORS, "ranks");
        for (int rank = 0; rank < ranks; rank++) {
            String name = map.string(MAX_NAME, "rank " + rank);
            if (!addresses.containsKey(name)) {
                throw new IllegalArgumentException("rank " + rank + " is monitor " + name + ", which the map lacks");
            }
            monitors.add(new Monitor(rank, name, addresses.get(name)));
        }
        return new MonMap(fsid, epoch, lastChanged, created, monitors);
    }

    private static List<String> addresses(FieldReader from) {
        int marker = from.u8("addresses");
        return switch (marker) {
            case ONE_ADDRESS -> List.of(address(from));
            case SEVERAL_ADDRESSES -> {
                List<String> addresses = new ArrayList<>();
                for (int rest = from.count(MAX_ADDRESSES, "addresses"); rest > 0; rest--) {
                    int each = from.u8("address");
                    if (each != ONE_ADDRESS) {
                        throw new IllegalArgumentException("address begins with " + each + "; allowed: " + ONE_ADDRESS);
                    }
                    addresses.add(address(from));
                }
                yield addresses;
            }
            default ->
                throw new IllegalArgumentException("addresses begin with " + marker + "; allowed: " + ONE_ADDRESS + ", "
                        + SEVERAL_ADDRESSES + ", written for peers with feature bit 59");
        };
    }

    private static String address(FieldReader from) {
        FieldReader address = from.versioned(1, 1, "address");
        String protocol = protocol(address.u32("protocol"));
        long nonce = address.u32("nonce");
        FieldReader socket = address.part("socket address");
        int family = socket.u16("family");
        int port = socket.bigEndian16("port");
        String host = switch (family) {
            case FAMILY_IPV4 -> ip(socket.bytes(IPV4_BYTES, "IPv4 address"));
            case FAMILY_IPV6 -> {
                socket.u32("flow");
                yield ip(socket.bytes(IPV6_BYTES, "IPv6 address"));
            }
            default ->
                throw new IllegalArgumentException(
                        "address family " + family + "; allowed: " + FAMILY_IPV4 + ", " + FAMILY_IPV6);
        };
        return protocol + ":" + host + ":" + port + "/" + nonce;
    }

    private static String protocol(long number) {
        return switch ((int) number) {
            case 1 -> "v1";
            case 2 -> "v2";
            case 3 -> "any";
            default -> throw new IllegalArgumentException("protocol " + number + "; allowed: 1 to 3");
        };
    }

    private static String ip(byte[] bytes) {
        try {
            InetAddress ip = InetAddress.getByAddress(bytes);
            return ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IP address of " + bytes.length + " bytes", e);
        }
    }
}
