package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import java.io.IOException;

/** Registered memory. */
final class NativeMr extends IbvMr implements NativeObject {
    private final long pointer;

    NativeMr(IbvContext context, int access, long pointer) throws IOException {
        super(
                context,
                NativeMemory.getLong(pointer + Structs.MR_ADDRESS),
                (int) Math.min(Integer.MAX_VALUE, NativeMemory.getLong(pointer + Structs.MR_LENGTH)),
                access,
                NativeMemory.getInt(pointer + Structs.MR_LKEY),
                NativeMemory.getInt(pointer + Structs.MR_RKEY),
                NativeMemory.getInt(pointer + Structs.MR_HANDLE));
        this.pointer = pointer;
    }

    @Override
    public long pointer() {
        return pointer;
    }
}
