package messenger.xio.verbs;

import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;

/** An event of a connection. Its private data is there until it is acknowledged. */
final class NativeCmEvent extends RdmaCmEvent implements NativeObject {
    private final long pointer;

    NativeCmEvent(long pointer, RdmaCmId listener, RdmaCmId id) throws IOException {
        super(NativeMemory.getInt(pointer + Structs.EVENT_TYPE), listener, id);
        this.pointer = pointer;
        status = NativeMemory.getInt(pointer + Structs.EVENT_STATUS);
        long conn = pointer + Structs.EVENT_CONN;
        this.conn.setPrivate_data(NativeMemory.getLong(conn + Structs.CONN_DATA));
        this.conn.setPrivate_data_len(NativeMemory.getByte(conn + Structs.CONN_DATA_LENGTH));
    }

    @Override
    public long pointer() {
        return pointer;
    }
}
