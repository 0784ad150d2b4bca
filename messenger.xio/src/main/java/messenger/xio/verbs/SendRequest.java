package messenger.xio.verbs;

import com.ibm.disni.verbs.SVCPostSend.RdmaMod;
import com.ibm.disni.verbs.SVCPostSend.SendWRMod;
import com.ibm.disni.verbs.SVCPostSend.SgeMod;

/** A request in a {@link PostSendCall}: changes go straight to native memory. */
final class SendRequest implements SendWRMod, RdmaMod {
    private final long request;
    private final SgeMod[] pieces;

    SendRequest(long request, long element, int count) {
        this.request = request;
        pieces = new SgeMod[count];
        for (int i = 0; i < count; i++) {
            pieces[i] = new Piece(element + (long) i * Structs.SGE_SIZE);
        }
    }

    @Override
    public void setWr_id(long id) {
        NativeMemory.putLong(request + Structs.SEND_ID, id);
    }

    @Override
    public long getWr_id() {
        return NativeMemory.getLong(request + Structs.SEND_ID);
    }

    @Override
    public void setSend_flags(int flags) {
        NativeMemory.putInt(request + Structs.SEND_FLAGS, flags);
    }

    @Override
    public int getSend_flags() {
        return NativeMemory.getInt(request + Structs.SEND_FLAGS);
    }

    @Override
    public int getNum_sge() {
        return pieces.length;
    }

    @Override
    public int getOpcode() {
        return NativeMemory.getInt(request + Structs.SEND_OPCODE);
    }

    @Override
    public RdmaMod getRdmaMod() {
        return this;
    }

    @Override
    public SgeMod getSgeMod(int index) {
        return pieces[index];
    }

    @Override
    public void setRemote_addr(long address) {
        NativeMemory.putLong(request + Structs.SEND_REMOTE_ADDRESS, address);
    }

    @Override
    public long getRemote_addr() {
        return NativeMemory.getLong(request + Structs.SEND_REMOTE_ADDRESS);
    }

    @Override
    public void setRkey(int key) {
        NativeMemory.putInt(request + Structs.SEND_REMOTE_KEY, key);
    }

    @Override
    public int getRkey() {
        return NativeMemory.getInt(request + Structs.SEND_REMOTE_KEY);
    }

    /** Nothing reads it. */
    @Override
    public void setReserved(int reserved) {}

    @Override
    public int getReserved() {
        return 0;
    }

    /** A piece of local memory of the request. */
    private record Piece(long element) implements SgeMod {
        @Override
        public void setAddr(long address) {
            NativeMemory.putLong(element + Structs.SGE_ADDRESS, address);
        }

        @Override
        public long getAddr() {
            return NativeMemory.getLong(element + Structs.SGE_ADDRESS);
        }

        @Override
        public void setLength(int length) {
            NativeMemory.putInt(element + Structs.SGE_LENGTH, length);
        }

        @Override
        public int getLength() {
            return NativeMemory.getInt(element + Structs.SGE_LENGTH);
        }

        @Override
        public void setLkey(int key) {
            NativeMemory.putInt(element + Structs.SGE_KEY, key);
        }

        @Override
        public int getLkey() {
            return NativeMemory.getInt(element + Structs.SGE_KEY);
        }
    }
}
