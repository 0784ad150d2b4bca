package messenger.xio.verbs;

import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;

/** A channel of connection events, whose descriptor does not block. */
final class NativeCmChannel extends RdmaEventChannel implements NativeObject {
    private final long pointer;

    NativeCmChannel(long pointer) throws IOException {
        super(NativeMemory.getInt(pointer));
        this.pointer = pointer;
    }

    @Override
    public long pointer() {
        return pointer;
    }
}
