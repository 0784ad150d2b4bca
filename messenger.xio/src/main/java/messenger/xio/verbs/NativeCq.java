package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import java.io.IOException;

/** A completion queue. */
final class NativeCq extends IbvCQ implements NativeObject {
    private final long pointer;
    private final DataPath path;

    NativeCq(NativeContext context, IbvCompChannel channel, long pointer) throws IOException {
        super(context, channel, NativeMemory.getInt(pointer + Structs.CQ_HANDLE));
        this.pointer = pointer;
        path = context.path();
        cqe = NativeMemory.getInt(pointer + Structs.CQ_ENTRIES);
    }

    @Override
    public long pointer() {
        return pointer;
    }

    DataPath path() {
        return path;
    }
}
