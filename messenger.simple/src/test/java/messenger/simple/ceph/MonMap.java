package messenger.simple.ceph;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import messenger.api.EntityAddress;

/**
 * Who the monitors of a cluster are: what MON_MAP brings, as far as the tests read it.
 *
 * @param fsid identity of the cluster
 * @param epoch version of the map
 * @param monitors addresses by name
 */
record MonMap(UUID fsid, long epoch, Map<String, List<EntityAddress>> monitors) {
    private static final int VERSION = 9;
    private static final int INFO_VERSION = 5;
    private static final int ADDRESSES_MARKER = 2;
    private static final int ADDRESS_MARKER = 1;
    private static final int FAMILY_IPV4 = 2;

    /** Reads the front of MON_MAP: the length of the map, and the map. */
    static MonMap decode(ByteBuffer front) {
        FieldReader map = new FieldReader(front).part("map").versioned(VERSION, "map");
        UUID fsid = map.uuid("fsid");
        long epoch = map.u32("epoch");
        map.u64("last_changed");
        map.u64("created");
        map.versioned(1, "persistent_features");
        map.versioned(1, "optional_features");
        Map<String, List<EntityAddress>> monitors = new LinkedHashMap<>();
        for (long rest = map.u32("mon_info"); rest > 0; rest--) {
            String name = map.string("mon_info key");
            FieldReader info = map.versioned(INFO_VERSION, "mon_info");
            info.string("name");
            monitors.put(name, addresses(info));
        }
        return new MonMap(fsid, epoch, monitors);
    }

    private static List<EntityAddress> addresses(FieldReader from) {
        require("addresses marker", from.u8("marker"), ADDRESSES_MARKER);
        List<EntityAddress> addresses = new ArrayList<>();
        for (long rest = from.u32("public_addrs"); rest > 0; rest--) {
            addresses.add(address(from));
        }
        return addresses;
    }

    private static EntityAddress address(FieldReader from) {
        require("address marker", from.u8("marker"), ADDRESS_MARKER);
        FieldReader address = from.versioned(1, "address");
        address.u32("type");
        long nonce = address.u32("nonce");
        FieldReader socket = address.part("sockaddr");
        require("address family", socket.u16("family"), FAMILY_IPV4);
        int port = socket.bigEndian16("port");
        try {
            return EntityAddress.tcp(InetAddress.getByAddress(socket.bytes(4, "ip")), port, nonce);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }

    private static void require(String field, int value, int expected) {
        if (value != expected) {
            throw new IllegalArgumentException(field + " is " + value + ", not " + expected);
        }
    }
}
