package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** A completion channel, whose descriptor does not block. Its events are taken by one thread at a time. */
final class NativeCompChannel extends IbvCompChannel implements NativeObject {
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final long pointer;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(STATE);
    /** Two pointers. */
    private final MemorySegment cells = arena.allocate(2 * Long.BYTES, Long.BYTES);

    NativeCompChannel(IbvContext context, long pointer) throws IOException {
        super(NativeMemory.getInt(pointer + Structs.CHANNEL_FD), context);
        this.pointer = pointer;
    }

    @Override
    public long pointer() {
        return pointer;
    }

    MemorySegment state() {
        return state;
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    long cells() {
        return cells.address();
    }
}
