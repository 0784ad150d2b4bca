package messenger.xio.verbs;

import static messenger.xio.verbs.NativeMemory.getByte;
import static messenger.xio.verbs.NativeMemory.getLong;
import static messenger.xio.verbs.NativeMemory.putByte;
import static messenger.xio.verbs.NativeMemory.putInt;
import static messenger.xio.verbs.NativeMemory.putLong;

import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPCap;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.xio.posix.Errno;

/** Connections, through librdmacm. Thread safe as far as librdmacm is: each id is used by one thread at a time. */
final class NativeCm extends RdmaCm {
    /** As many one-sided reads at once as both devices allow. */
    private static final byte DEPTH_MAX = -1;

    private final Libraries libraries;
    private final NativeObjects objects;
    private final Map<Long, NativeCmId> ids = new ConcurrentHashMap<>();

    NativeCm(Libraries libraries, NativeObjects objects) {
        this.libraries = libraries;
        this.objects = objects;
    }

    @Override
    public RdmaEventChannel createEventChannel() throws IOException {
        libraries.connecting();
        NativeCmChannel channel = new NativeCmChannel(libraries.createEventChannel.pointer());
        Descriptors.dontBlock(channel.getFd());
        return channel;
    }

    @Override
    public int destroyEventChannel(RdmaEventChannel channel) {
        channel.close();
        libraries.destroyEventChannel.value(pointer(channel));
        return 0;
    }

    @Override
    public RdmaCmId createId(RdmaEventChannel channel, short portSpace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long cell = arena.allocate(8, 8).address();
            libraries.createId.run(pointer(channel), cell, 0, Short.toUnsignedInt(portSpace));
            return known(channel, getLong(cell));
        }
    }

    private NativeCmId known(RdmaEventChannel channel, long pointer) throws IOException {
        NativeCmId id = new NativeCmId(channel, pointer, objects);
        ids.put(pointer, id);
        return id;
    }

    @Override
    public int destroyCmId(RdmaCmId id) {
        id.close();
        ids.remove(pointer(id));
        return libraries.destroyId.status(pointer(id));
    }

    @Override
    public int destroyEp(RdmaCmId id) {
        destroyQP(id);
        return destroyCmId(id);
    }

    /** Has the events of an id reported on another channel from now on. Waits until those reported are acknowledged. */
    void migrate(RdmaCmId id, RdmaEventChannel channel) throws IOException {
        libraries.migrateId.run(pointer(id), pointer(channel));
        ((NativeCmId) id).move(channel);
    }

    @Override
    public void bindAddr(RdmaCmId id, SocketAddress address) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            libraries.bindAddr.run(pointer(id), SocketAddresses.encode(address, arena));
        }
    }

    @Override
    public void listen(RdmaCmId id, int backlog) throws IOException {
        libraries.listen.run(pointer(id), backlog);
    }

    @Override
    public void resolveAddr(RdmaCmId id, SocketAddress source, SocketAddress target, int millis) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long from = source == null ? 0 : SocketAddresses.encode(source, arena);
            libraries.resolveAddr.run(pointer(id), from, SocketAddresses.encode(target, arena), millis);
        }
    }

    @Override
    public void resolveRoute(RdmaCmId id, int millis) throws IOException {
        libraries.resolveRoute.run(pointer(id), millis);
    }

    @Override
    public SocketAddress getSrcAddr(RdmaCmId id) throws IOException {
        return decode(pointer(id) + Structs.ID_SOURCE);
    }

    @Override
    public SocketAddress getDstAddr(RdmaCmId id) throws IOException {
        return decode(pointer(id) + Structs.ID_DESTINATION);
    }

    private static InetSocketAddress decode(long address) throws IOException {
        return SocketAddresses.decode(address);
    }

    @Override
    public IbvQP createQP(RdmaCmId id, IbvPd domain, IbvQPInitAttr attributes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long init = arena.allocate(Structs.INIT_SIZE, 8).address();
            putLong(init + Structs.INIT_SEND_CQ, objects.pointer(attributes.getSend_cq()));
            putLong(init + Structs.INIT_RECV_CQ, objects.pointer(attributes.getRecv_cq()));
            IbvQPCap capacity = attributes.cap();
            putInt(init + Structs.INIT_MAX_SEND, capacity.getMax_send_wr());
            putInt(init + Structs.INIT_MAX_RECV, capacity.getMax_recv_wr());
            putInt(init + Structs.INIT_MAX_SEND_SGE, capacity.getMax_send_sge());
            putInt(init + Structs.INIT_MAX_RECV_SGE, capacity.getMax_recv_sge());
            putInt(init + Structs.INIT_MAX_INLINE, capacity.getMax_inline_data());
            putInt(init + Structs.INIT_TYPE, attributes.getQp_type());
            putInt(init + Structs.INIT_SIGNAL_ALL, attributes.getSq_sig_all());
            libraries.createQp.run(pointer(id), objects.pointer(domain), init);
            long pointer = getLong(pointer(id) + Structs.ID_QP);
            IbvQP qp = objects.qp(id.getVerbs(), domain, attributes, pointer);
            ((NativeCmId) id).attach(qp);
            return qp;
        }
    }

    @Override
    public int destroyQP(RdmaCmId id) {
        if (id.getQp() != null) {
            id.getQp().close();
            ((NativeCmId) id).attach(null);
            libraries.destroyQp.value(pointer(id));
        }
        return 0;
    }

    @Override
    public void connect(RdmaCmId id, RdmaConnParam parameters) throws IOException {
        join(libraries.connect, id, parameters);
    }

    @Override
    public void accept(RdmaCmId id, RdmaConnParam parameters) throws IOException {
        join(libraries.accept, id, parameters);
    }

    private static void join(NativeCall call, RdmaCmId id, RdmaConnParam parameters) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long conn = arena.allocate(Structs.CONN_SIZE, 8).address();
            putLong(conn + Structs.CONN_DATA, parameters.getPrivate_data());
            putByte(conn + Structs.CONN_DATA_LENGTH, parameters.getPrivate_data_len());
            putByte(conn + Structs.CONN_RESPONDER, DEPTH_MAX);
            putByte(conn + Structs.CONN_INITIATOR, DEPTH_MAX);
            putByte(conn + Structs.CONN_FLOW_CONTROL, (byte) 1);
            putByte(conn + Structs.CONN_RETRIES, parameters.getRetry_count());
            putByte(conn + Structs.CONN_RNR_RETRIES, parameters.getRnr_retry_count());
            call.run(pointer(id), conn);
        }
    }

    /** Refuses a connection that was requested. */
    void reject(RdmaCmId id, ByteBuffer privateData) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int length = privateData.remaining();
            long data = arena.allocate(Math.max(1, length)).address();
            for (int i = 0; i < length; i++) {
                putByte(data + i, privateData.get(privateData.position() + i));
            }
            libraries.reject.run(pointer(id), data, length);
        }
    }

    @Override
    public int disconnect(RdmaCmId id) {
        return libraries.disconnect.status(pointer(id));
    }

    /** @param timeout not used: the channel does not block */
    @Override
    public RdmaCmEvent getCmEvent(RdmaEventChannel channel, int timeout) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long cell = arena.allocate(8, 8).address();
            int errno = libraries.getCmEvent.status(pointer(channel), cell);
            if (errno == Errno.EAGAIN) {
                return null;
            }
            if (errno != 0) {
                throw NativeCall.failure("rdma_get_cm_event", errno);
            }
            long event = getLong(cell);
            long id = getLong(event + Structs.EVENT_ID);
            NativeCmId known = ids.get(id);
            return new NativeCmEvent(
                    event,
                    ids.get(getLong(event + Structs.EVENT_LISTEN_ID)),
                    known == null ? known(channel, id) : known);
        }
    }

    @Override
    public int ackCmEvent(RdmaCmEvent event) {
        return libraries.ackCmEvent.status(((NativeObject) event).pointer());
    }

    /** Bytes from the native private data of an event, before it is acknowledged. */
    static byte[] privateData(RdmaCmEvent event) {
        int length = Byte.toUnsignedInt(event.getConn().getPrivate_data_len());
        long address = event.getConn().getPrivate_data();
        byte[] bytes = new byte[address == 0 ? 0 : length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = getByte(address + i);
        }
        return bytes;
    }

    private static long pointer(Object object) {
        return ((NativeObject) object).pointer();
    }
}
