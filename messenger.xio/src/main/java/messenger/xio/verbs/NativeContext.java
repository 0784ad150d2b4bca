package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;

/** A device as librdmacm has opened it; all connections of a process to it share it. */
final class NativeContext extends IbvContext implements NativeObject {
    private final long pointer;
    private final DataPath path;

    NativeContext(long pointer) throws IOException {
        super(
                NativeMemory.getInt(pointer + Structs.CONTEXT_CMD_FD),
                NativeMemory.getInt(pointer + Structs.CONTEXT_VECTORS));
        this.pointer = pointer;
        path = new DataPath(pointer);
    }

    @Override
    public long pointer() {
        return pointer;
    }

    DataPath path() {
        return path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeContext context && context.pointer == pointer;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(pointer);
    }
}
