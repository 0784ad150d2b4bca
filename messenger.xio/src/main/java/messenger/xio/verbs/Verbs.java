package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import com.ibm.disni.verbs.RdmaVerbs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * DiSNI's API on the chosen provider, and what it lacks. One for each fabric; all of a bundle share the provider. Thread
 * safe.
 */
public final class Verbs implements AutoCloseable {
    private final Provider calls;
    private final MappingSpacers spacers;
    private final Runnable end;
    private boolean closed;

    private Verbs(Provider calls, MappingSpacers spacers, Runnable end) {
        this.calls = calls;
        this.spacers = spacers;
        this.end = end;
    }

    /** @throws IOException naming what is missing and the remedy */
    public static Verbs open(ProviderKind kind) throws IOException {
        InstalledProvider installed = InstalledProvider.acquire(kind);
        return new Verbs(installed.calls(), installed.spacers(), installed::release);
    }

    /**
     * For queries of devices only: DiSNI's provider stays as it is, if there is one.
     *
     * @throws IOException naming what is missing and the remedy
     */
    public static Verbs forQueries() throws IOException {
        Provider calls = new NativeProvider();
        return new Verbs(calls, new MappingSpacers(), calls::close);
    }

    public RdmaCm cm() {
        return calls.cm();
    }

    public RdmaVerbs verbs() {
        return calls.verbs();
    }

    /** The files of the libraries that are in use, whose names tell their release. */
    public String libraries() {
        return NativeLibrary.path(Libraries.VERBS) + ", " + NativeLibrary.path(Libraries.CM);
    }

    /** Has the events of an id reported on another channel from now on. Waits until those reported are acknowledged. */
    public void migrate(RdmaCmId id, RdmaEventChannel channel) throws IOException {
        calls.cm().migrate(id, channel);
    }

    /** Refuses a connection that was requested. */
    public void reject(RdmaCmId id, ByteBuffer privateData) throws IOException {
        calls.cm().reject(id, privateData);
    }

    /** The private data of an event that is not acknowledged yet. */
    public static byte[] privateData(RdmaCmEvent event) {
        return NativeCm.privateData(event);
    }

    /** A descriptor that is readable when there are completion events. */
    public int descriptor(IbvCompChannel channel) {
        return calls.objects().descriptor(channel);
    }

    /** Tells devices apart: the same for all connections of the process to a device. */
    public long key(IbvContext context) {
        return calls.objects().pointer(context);
    }

    /** Queues are going to be made on a siw device. {@link #endQueues} follows when they have ended. */
    public void beginQueues(IbvContext context) throws IOException {
        spacers.acquire(key(context), context);
    }

    /** All queues that the caller of {@link #beginQueues} made have ended. */
    public void endQueues(IbvContext context) {
        spacers.release(key(context));
    }

    /** Opens the device of a context. */
    public VerbsDevice device(IbvContext context) throws IOException {
        long pointer = calls.objects().pointer(context);
        return new VerbsDevice(calls.libraries(), NativeMemory.getLong(pointer + Structs.CONTEXT_DEVICE));
    }

    /** All devices that there are now, open; to be closed by the caller. Empty if this kernel has no RDMA. */
    public List<VerbsDevice> devices() throws IOException {
        Libraries libraries = calls.libraries();
        List<VerbsDevice> devices = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long count = arena.allocate(8, 8).address();
            long list;
            try {
                list = libraries.getDeviceList.pointer(count);
            } catch (VerbsException e) {
                // without RDMA in the kernel there is no list, which must not be freed
                return List.of();
            }
            try {
                for (int i = 0; i < NativeMemory.getInt(count); i++) {
                    devices.add(new VerbsDevice(libraries, NativeMemory.getLong(list + 8L * i)));
                }
            } catch (IOException | RuntimeException e) {
                devices.forEach(VerbsDevice::close);
                throw e;
            } finally {
                libraries.freeDeviceList.value(list);
            }
        }
        return devices;
    }

    /**
     * Has librdmacm close devices that were taken away and learn new ones. Drivers without hot removal wait for it: until
     * then, taking a device away does not end.
     */
    public void refreshDevices() {
        calls.libraries().contexts();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            end.run();
        }
    }
}
