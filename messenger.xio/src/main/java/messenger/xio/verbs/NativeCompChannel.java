package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;

/** A completion channel, whose descriptor does not block. */
final class NativeCompChannel extends IbvCompChannel implements NativeObject {
    private final long pointer;

    NativeCompChannel(IbvContext context, long pointer) throws IOException {
        super(NativeMemory.getInt(pointer + Structs.CHANNEL_FD), context);
        this.pointer = pointer;
    }

    @Override
    public long pointer() {
        return pointer;
    }
}
