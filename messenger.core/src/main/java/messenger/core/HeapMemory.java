package messenger.core;

import java.nio.ByteBuffer;
import messenger.spi.MessageMemory;

/** Messages on the Java heap: readable for as long as anybody refers to them. */
final class HeapMemory implements MessageMemory {
    static final HeapMemory INSTANCE = new HeapMemory();

    private HeapMemory() {}

    @Override
    public ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size);
    }
}
