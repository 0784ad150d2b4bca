package messenger.xio.verbs;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import messenger.xio.posix.EventFd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A context in the layout that is expected, of which one field after the other is elsewhere. */
class LayoutCheckTest {
    private static final long DEVICE = 0x1000;

    private final Arena arena = Arena.ofConfined();
    private final long context = arena.allocate(Structs.QUERY_SIZE, 8).address();

    @AfterEach
    void end() {
        arena.close();
    }

    private String refusal() {
        IOException e = assertThrows(IOException.class, () -> LayoutCheck.context("mlx5_0", DEVICE, context));
        assertTrue(e.getMessage().contains("mlx5_0"), e.getMessage());
        assertTrue(e.getMessage().contains("install rdma-core 44"), e.getMessage());
        return e.getMessage();
    }

    @Test
    void anotherLayoutIsRefusedByTheNameOfTheField() throws Exception {
        assertTrue(refusal().contains("ibv_context.device should be 0x1000 and is 0x0"));
        NativeMemory.putLong(context + Structs.CONTEXT_DEVICE, DEVICE);
        assertTrue(refusal().contains("ibv_context.abi_compat should be 0xffffffffffffffff and is 0x0"));
        NativeMemory.putLong(context + Structs.CONTEXT_ABI, Structs.CONTEXT_ABI_EXTENDED);
        try (EventFd other = new EventFd()) {
            NativeMemory.putInt(
                    context + Structs.CONTEXT_CMD_FD, other.descriptor().number());
            String message = refusal();
            assertTrue(message.contains("ibv_context.cmd_fd should be a descriptor of infiniband/uverbs"), message);
            assertTrue(message.contains("eventfd"), message);
        }
    }

    @Test
    void codeIsToldFromData() throws Exception {
        assertTrue(!Mappings.executable(context));
        String first = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(" r-xp "))
                .findFirst()
                .orElseThrow();
        assertTrue(Mappings.executable(Long.parseUnsignedLong(first, 0, first.indexOf('-'), 16)));
    }

    @Test
    void limitsOfADeviceThatIsNotThereAreRefused() {
        DeviceLimits none = new DeviceLimits(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThrows(IOException.class, () -> LayoutCheck.limits("nosuchdevice", none));
    }
}
