package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that come and go are noticed, and nobody is told when nothing changes. */
@Timeout(60)
class DeviceWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    @TempDir
    Path directory;

    private final BlockingQueue<Map<Path, String>> told = new LinkedBlockingQueue<>();
    private DeviceSigns signs;
    private Path state;

    @BeforeEach
    void nothingThereYet() {
        signs = new DeviceSigns(directory.resolve("sys"), directory.resolve("dev"));
        state = directory.resolve("sys/rxe0/ports/1/state");
    }

    private Map<Path, String> next() throws InterruptedException {
        Map<Path, String> next = told.poll(30, TimeUnit.SECONDS);
        assertFalse(next == null, "told of nothing");
        return next;
    }

    private void put(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Path whole = Files.writeString(directory.resolve("whole"), text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void deviceThatComesChangesAndGoesIsNoticed() throws Exception {
        try (DeviceWatch watch = new DeviceWatch(signs::look, OFTEN, () -> told.add(signs.look()))) {
            assertEquals(Map.of(), next());
            put(state, "4: ACTIVE");
            while (!next().containsValue("4: ACTIVE")) {
                // its directories come one after the other
            }
            put(state, "1: DOWN");
            while (!next().containsValue("1: DOWN")) {
                // told of the same state twice
            }
            Files.createDirectories(directory.resolve("dev/uverbs0"));
            while (!next().containsKey(directory.resolve("dev/uverbs0"))) {
                // its directory comes first
            }
            Files.delete(state);
            Files.delete(state.getParent());
            while (next().containsKey(state.getParent())) {
                // its state goes first
            }
        }
    }

    @Test
    void nothingIsToldWhileNothingChanges() throws Exception {
        put(state, "4: ACTIVE");
        BlockingQueue<Integer> looks = new LinkedBlockingQueue<>();
        AtomicInteger count = new AtomicInteger();
        try (DeviceWatch watch = new DeviceWatch(
                () -> {
                    looks.add(count.incrementAndGet());
                    return signs.look();
                },
                OFTEN,
                () -> told.add(signs.look()))) {
            for (int look = 0; look < 10; look++) {
                looks.take();
            }
        }
        assertEquals(1, told.size());
    }

    @Test
    void closedWatchHasNoThread() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        DeviceWatch watch = new DeviceWatch(Map::of, Duration.ofHours(1), () -> threads.add(Thread.currentThread()));
        Thread thread = threads.take();
        watch.close();
        assertFalse(thread.isAlive());
    }
}
