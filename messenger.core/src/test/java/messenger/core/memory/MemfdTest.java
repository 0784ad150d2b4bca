package messenger.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import messenger.spi.MemoryLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What another process can do with a region's descriptor: here through {@code /proc}. */
@EnabledOnOs(OS.LINUX)
class MemfdTest {
    private final MemoryPool pool = new MemoryPool(16 << 20);
    private final MemoryLease lease = pool.lease(100_000);

    @AfterEach
    void close() {
        lease.release();
        pool.close();
    }

    private RandomAccessFile opened(String mode) throws IOException {
        assertEquals("memfd", pool.state().kind);
        return new RandomAccessFile("/proc/self/fd/" + lease.region().descriptor(), mode);
    }

    @Test
    void contentIsReadThroughTheDescriptor() throws IOException {
        lease.bytes().putLong(70_000, 0x1234_5678_9abc_def0L);
        try (RandomAccessFile file = opened("r")) {
            assertEquals(lease.region().length(), file.length());
            MappedByteBuffer map = file.getChannel().map(MapMode.READ_ONLY, 0, file.length());
            int at = (int) (lease.address() - lease.region().address()) + 70_000;
            assertEquals(
                    0x1234_5678_9abc_def0L, map.order(lease.bytes().order()).getLong(at));
        }
    }

    @Test
    void sizeCannotBeChanged() throws IOException {
        try (RandomAccessFile file = opened("rw")) {
            assertThrows(IOException.class, () -> file.setLength(4096));
            assertThrows(IOException.class, () -> file.setLength(64 << 20));
        }
    }

    @Test
    void nobodyElseCanWrite() throws IOException {
        try (RandomAccessFile file = opened("rw")) {
            assertThrows(IOException.class, () -> file.write(1));
        }
    }
}
