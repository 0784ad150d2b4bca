package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** The calls that make a connection, by the worker. */
final class ConnectionSteps {
    static final short PORT_SPACE_TCP = 0x0106;
    private static final int RESOLVE_MILLIS = 5000;
    /** How often a device tries again before it gives the peer up. */
    private static final byte RETRIES = 7;
    /** How often a device tries again when the peer has no receive buffer, which credits should prevent. */
    private static final byte RNR_RETRIES = 1;

    private ConnectionSteps() {}

    static void resolveAddress(RdmaCmId id, InetSocketAddress remote) throws IOException {
        id.resolveAddr(null, remote, RESOLVE_MILLIS);
    }

    static void resolveRoute(RdmaCmId id) throws IOException {
        id.resolveRoute(RESOLVE_MILLIS);
    }

    static void connect(RdmaCmId id, byte[] privateData) throws IOException {
        join(id::connect, privateData);
    }

    static void accept(RdmaCmId id, byte[] privateData) throws IOException {
        join(id::accept, privateData);
    }

    private interface Join {
        void with(RdmaConnParam parameters) throws IOException;
    }

    private static void join(Join join, byte[] privateData) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(Math.max(1, privateData.length));
            MemorySegment.copy(MemorySegment.ofArray(privateData), 0, data, 0, privateData.length);
            RdmaConnParam parameters = new RdmaConnParam();
            parameters.setPrivate_data(data.address());
            parameters.setPrivate_data_len((byte) privateData.length);
            parameters.setRetry_count(RETRIES);
            parameters.setRnr_retry_count(RNR_RETRIES);
            join.with(parameters);
        }
    }
}
