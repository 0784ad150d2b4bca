package messenger.itests;

import java.util.HashMap;
import java.util.Map;
import messenger.api.MessengerConstants;

/** A kind of transport, as tests configure it. */
enum Wire {
    TCP("simple", MessengerConstants.SIMPLE_PID, "tcp", "threads", Map.of()),
    /** The transport xio over shared memory, whatever devices there are. */
    SHM("xio", MessengerConstants.XIO_PID, "xio", "portals", Map.of("fabric", "shm"));

    /** Of the transport; its bundle and its threads are called after it, too. */
    final String type;

    final String pid;
    /** Key of the number of its threads. */
    final String threadsKey;

    private final String scheme;
    private final Map<String, ?> properties;

    Wire(String type, String pid, String scheme, String threadsKey, Map<String, ?> properties) {
        this.type = type;
        this.pid = pid;
        this.scheme = scheme;
        this.threadsKey = threadsKey;
        this.properties = properties;
    }

    String bundle() {
        return "messenger." + type;
    }

    /** Any free address. */
    String listen() {
        return at(0);
    }

    String at(int port) {
        return scheme + "://127.0.0.1:" + port;
    }

    /** A configuration, with what tests need besides. */
    Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(more);
        return all;
    }
}
