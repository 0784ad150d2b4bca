package messenger.itests.ceph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Where an OSD listens, as the cluster's map has it; each written as {@code v1:192.0.2.1:6800/4711}. */
record OsdAddresses(String client, String cluster, String heartbeatFront, String heartbeatBack) {
    /** Those in an OSD map, by the number of the OSD. */
    static List<OsdAddresses> of(JsonArray osds) {
        List<OsdAddresses> addresses = new ArrayList<>();
        for (JsonElement each : osds) {
            JsonObject osd = each.getAsJsonObject();
            addresses.add(new OsdAddresses(
                    v1(osd, "public_addrs"),
                    v1(osd, "cluster_addrs"),
                    v1(osd, "heartbeat_front_addrs"),
                    v1(osd, "heartbeat_back_addrs")));
        }
        return addresses;
    }

    private static String v1(JsonObject osd, String field) {
        JsonArray vector = osd.getAsJsonObject(field).getAsJsonArray("addrvec");
        for (JsonElement each : vector) {
            JsonObject address = each.getAsJsonObject();
            if (address.get("type").getAsString().equals("v1")) {
                return "v1:" + address.get("addr").getAsString() + "/"
                        + address.get("nonce").getAsString();
            }
        }
        throw new IllegalStateException(field + " " + vector + " has no v1 address");
    }

    /** All four. */
    List<String> all() {
        return List.of(client, cluster, heartbeatFront, heartbeatBack);
    }

    /** The port of an address. */
    static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1, address.lastIndexOf('/')));
    }

    /** The nonce of an address. */
    static String nonce(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }
}
