package messenger.xio.verbs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The functions of libibverbs and librdmacm that are called by name. */
final class Libraries {
    static final String VERBS = "libibverbs.so.1";
    static final String CM = "librdmacm.so.1";
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    private final Arena verbsArena = Arena.ofShared();
    private final Arena cmArena = Arena.ofShared();
    private volatile boolean connecting;

    final NativeCall getDeviceList;
    final NativeCall freeDeviceList;
    final NativeCall openDevice;
    final NativeCall closeDevice;
    final NativeCall queryDevice;
    final NativeCall queryPort;
    final NativeCall queryGid;
    final NativeCall getAsyncEvent;
    final NativeCall ackAsyncEvent;
    final NativeCall allocPd;
    final NativeCall deallocPd;
    final NativeCall regMr;
    final NativeCall deregMr;
    final NativeCall createCompChannel;
    final NativeCall destroyCompChannel;
    final NativeCall createCq;
    final NativeCall destroyCq;
    final CqEventCall getCqEvent;
    final NativeCall ackCqEvents;

    final NativeCall getDevices;
    final NativeCall freeDevices;
    final NativeCall createEventChannel;
    final NativeCall destroyEventChannel;
    final NativeCall createId;
    final NativeCall destroyId;
    final NativeCall migrateId;
    final NativeCall bindAddr;
    final NativeCall listen;
    final NativeCall resolveAddr;
    final NativeCall resolveRoute;
    final NativeCall createQp;
    final NativeCall destroyQp;
    final NativeCall connect;
    final NativeCall accept;
    final NativeCall reject;
    final NativeCall disconnect;
    final NativeCall getCmEvent;
    final NativeCall ackCmEvent;

    Libraries() throws IOException {
        try {
            checkProcessor();
            NativeLibrary verbs = new NativeLibrary(VERBS, "libibverbs1 and ibverbs-providers", verbsArena);
            NativeLibrary cm = new NativeLibrary(CM, "librdmacm1", cmArena);
            getDeviceList = verbs.call("ibv_get_device_list", 1, true);
            freeDeviceList = verbs.call("ibv_free_device_list", 1, false);
            openDevice = verbs.call("ibv_open_device", 1, true);
            closeDevice = verbs.call("ibv_close_device", 1, false);
            queryDevice = verbs.call("ibv_query_device", 2, false);
            queryPort = verbs.call("ibv_query_port", 3, false);
            queryGid = verbs.call("ibv_query_gid", 4, false);
            getAsyncEvent = verbs.call("ibv_get_async_event", 2, false);
            ackAsyncEvent = verbs.call("ibv_ack_async_event", 1, false);
            allocPd = verbs.call("ibv_alloc_pd", 1, true);
            deallocPd = verbs.call("ibv_dealloc_pd", 1, false);
            regMr = verbs.call("ibv_reg_mr", 4, true);
            deregMr = verbs.call("ibv_dereg_mr", 1, false);
            createCompChannel = verbs.call("ibv_create_comp_channel", 1, true);
            destroyCompChannel = verbs.call("ibv_destroy_comp_channel", 1, false);
            createCq = verbs.call("ibv_create_cq", 5, true);
            destroyCq = verbs.call("ibv_destroy_cq", 1, false);
            getCqEvent = new CqEventCall(verbs.find("ibv_get_cq_event"));
            ackCqEvents = verbs.call("ibv_ack_cq_events", 2, false);
            getDevices = cm.call("rdma_get_devices", 1, true);
            freeDevices = cm.call("rdma_free_devices", 1, false);
            createEventChannel = cm.call("rdma_create_event_channel", 0, true);
            destroyEventChannel = cm.call("rdma_destroy_event_channel", 1, false);
            createId = cm.call("rdma_create_id", 4, false);
            destroyId = cm.call("rdma_destroy_id", 1, false);
            migrateId = cm.call("rdma_migrate_id", 2, false);
            bindAddr = cm.call("rdma_bind_addr", 2, false);
            listen = cm.call("rdma_listen", 2, false);
            resolveAddr = cm.call("rdma_resolve_addr", 4, false);
            resolveRoute = cm.call("rdma_resolve_route", 2, false);
            createQp = cm.call("rdma_create_qp", 3, false);
            destroyQp = cm.call("rdma_destroy_qp", 1, false);
            connect = cm.call("rdma_connect", 2, false);
            accept = cm.call("rdma_accept", 2, false);
            reject = cm.call("rdma_reject", 3, false);
            disconnect = cm.call("rdma_disconnect", 1, false);
            getCmEvent = cm.call("rdma_get_cm_event", 2, false);
            ackCmEvent = cm.call("rdma_ack_cm_event", 1, false);
        } catch (IOException | RuntimeException e) {
            cmArena.close();
            verbsArena.close();
            throw e;
        }
    }

    private static void checkProcessor() throws IOException {
        String processor = System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux")
                || !PROCESSORS.contains(processor)
                || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IOException("RDMA is for Linux on the processors " + PROCESSORS + ", and this is "
                    + System.getProperty("os.name") + " on " + processor + "; use shared memory or TCP");
        }
    }

    /** Connections are going to be made: librdmacm may open devices from now on. */
    void connecting() {
        connecting = true;
    }

    /**
     * Unloads the libraries; nothing made by them is left. librdmacm never closes a device that it has opened while that
     * is there, so this does, once librdmacm is gone for good.
     */
    void close() {
        List<Long> contexts = connecting ? contexts() : List.of();
        cmArena.close();
        if (!NativeLibrary.loaded(CM)) {
            contexts.forEach(closeDevice::status);
        }
        verbsArena.close();
    }

    /** The devices that librdmacm has open, after it has given up those that were taken away and opened all others. */
    List<Long> contexts() {
        List<Long> contexts = new ArrayList<>();
        try {
            long list = getDevices.pointer(0);
            for (long cell = list; NativeMemory.getLong(cell) != 0; cell += Long.BYTES) {
                contexts.add(NativeMemory.getLong(cell));
            }
            freeDevices.value(list);
        } catch (VerbsException e) {
            // there is no device
            return List.of();
        }
        return contexts;
    }
}
