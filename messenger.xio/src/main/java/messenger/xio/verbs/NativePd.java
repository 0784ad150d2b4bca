package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvPd;
import java.io.IOException;

/** A protection domain. */
final class NativePd extends IbvPd implements NativeObject {
    private final long pointer;

    NativePd(NativeContext context, long pointer) throws IOException {
        super(context);
        this.pointer = pointer;
        handle = NativeMemory.getInt(pointer + Structs.PD_HANDLE);
    }

    @Override
    public long pointer() {
        return pointer;
    }
}
