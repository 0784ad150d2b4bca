package messenger.core.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import messenger.spi.MemoryRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know that regions go. Thread safe. */
final class UnmapListeners {
    private static final Logger LOG = LoggerFactory.getLogger(UnmapListeners.class);

    private static final class Listener implements AutoCloseable {
        private final List<Listener> all;
        private Consumer<MemoryRegion> told;

        Listener(List<Listener> all, Consumer<MemoryRegion> told) {
            this.all = all;
            this.told = told;
        }

        synchronized void tell(MemoryRegion region) {
            if (told == null) {
                return;
            }
            try {
                told.accept(region);
            } catch (RuntimeException | Error e) {
                LOG.error("a transport failed to give up {}", region, e);
            }
        }

        @Override
        public void close() {
            all.remove(this);
            synchronized (this) {
                told = null;
            }
        }
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    AutoCloseable add(Consumer<MemoryRegion> told) {
        Listener listener = new Listener(listeners, told);
        listeners.add(listener);
        return listener;
    }

    void tell(MemoryRegion region) {
        listeners.forEach(listener -> listener.tell(region));
    }
}
