package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;

/** One end of a connection, or a listener. */
final class NativeCmId extends RdmaCmId implements NativeObject {
    private final long pointer;
    private final NativeObjects objects;

    NativeCmId(RdmaEventChannel channel, long pointer, NativeObjects objects) throws IOException {
        super(channel, null);
        this.pointer = pointer;
        this.objects = objects;
        ps = NativeMemory.getInt(pointer + Structs.ID_PORT_SPACE);
    }

    @Override
    public long pointer() {
        return pointer;
    }

    /** The device, or null while it is not known. */
    @Override
    public IbvContext getVerbs() throws IOException {
        if (verbs == null) {
            long context = NativeMemory.getLong(pointer + Structs.ID_VERBS);
            if (context != 0) {
                setVerbs(objects.context(context));
            }
        }
        return verbs;
    }

    void attach(IbvQP qp) {
        setQp(qp);
    }

    void move(RdmaEventChannel channel) {
        cmChannel = channel;
    }
}
