package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaVerbs;
import com.ibm.disni.verbs.impl.NatIbvContext;
import com.ibm.disni.verbs.impl.NatIbvQP;
import com.ibm.disni.verbs.impl.NatObject;
import com.ibm.disni.verbs.impl.NativeDispatcher;
import com.ibm.disni.verbs.impl.RdmaProviderNat;
import java.io.IOException;
import java.lang.reflect.Field;

/**
 * The provider on an installed libdisni, which makes all transfers and registers memory. Connections are made by this
 * package with either provider, as libdisni hands out neither private data nor refusals. Both share librdmacm's objects:
 * libdisni's object numbers are their addresses.
 */
final class DisniProvider implements NativeObjects, Provider {
    private final Libraries libraries;
    private final NativeCm cm;
    private final RdmaVerbs verbs;
    private final NativeDispatcher dispatcher;

    DisniProvider() throws IOException {
        try {
            RdmaProviderNat disni = new RdmaProviderNat();
            verbs = disni.openVerbs();
            dispatcher = dispatcher(disni);
        } catch (LinkageError e) {
            throw new IOException(
                    "There is no libdisni that this JVM can load (" + e.getMessage() + "); install libdisni 2.1 where"
                            + " java.library.path (" + System.getProperty("java.library.path")
                            + ") finds it and start the"
                            + " JVM anew, or use the provider 'own', which needs none",
                    e);
        }
        libraries = new Libraries();
        cm = new NativeCm(libraries, this);
    }

    private static NativeDispatcher dispatcher(RdmaProviderNat disni) throws IOException {
        try {
            Field field = RdmaProviderNat.class.getDeclaredField("nativeDispatcher");
            field.setAccessible(true);
            return (NativeDispatcher) field.get(disni);
        } catch (ReflectiveOperationException e) {
            throw new IOException("DiSNI's RdmaProviderNat has no field 'nativeDispatcher', as DiSNI 2.1 has", e);
        }
    }

    @Override
    public NativeCm cm() {
        return cm;
    }

    @Override
    public RdmaVerbs verbs() {
        return verbs;
    }

    @Override
    public Libraries libraries() {
        return libraries;
    }

    @Override
    public NativeObjects objects() {
        return this;
    }

    @Override
    public void close() {
        libraries.close();
    }

    @Override
    public IbvContext context(long pointer) throws IOException {
        return new NatIbvContext(pointer, dispatcher);
    }

    @Override
    public IbvQP qp(IbvContext context, IbvPd domain, IbvQPInitAttr attributes, long pointer) throws IOException {
        return new NatIbvQP(pointer, dispatcher);
    }

    @Override
    public long pointer(IbvContext context) {
        return ((NatObject) context).getObjId();
    }

    @Override
    public long pointer(IbvPd domain) {
        return ((NatObject) domain).getObjId();
    }

    @Override
    public long pointer(IbvCQ queue) {
        return ((NatObject) queue).getObjId();
    }

    @Override
    public int descriptor(IbvCompChannel channel) {
        return NativeMemory.getInt(((NatObject) channel).getObjId() + Structs.CHANNEL_FD);
    }
}
