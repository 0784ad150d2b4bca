package messenger.bench.rival;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Payload;
import messenger.bench.system.Receiver;

/** Two rings in shared memory and a thread that polls: what shared memory itself costs. One channel. */
public final class RawRingSystem implements MessagingSystem {
    /** Most records that are read before what answers them is published. */
    private static final int BATCH = 64;

    private final boolean checked;
    private final Waiting waiting;
    private Path directory;
    private volatile boolean closed;

    /** With or without a CRC32C of each payload. */
    public RawRingSystem(boolean checked, Waiting waiting) {
        this.checked = checked;
        this.waiting = waiting;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws IOException {
        directory = Files.createTempDirectory(Path.of("/dev/shm"), "bench-ring");
        open(directory, "to-server", "to-client", receivers.get());
        return directory.toString();
    }

    @Override
    public Channel connect(String address, Receiver receiver) throws IOException {
        return open(Path.of(address), "to-client", "to-server", receiver);
    }

    private Channel open(Path place, String in, String out, Receiver receiver) throws IOException {
        Ring from = Ring.map(place.resolve(in), checked, waiting);
        RingChannel channel = new RingChannel(Ring.map(place.resolve(out), checked, waiting));
        Thread.ofPlatform().daemon().name("ring-read").start(() -> read(from, channel, receiver));
        return channel;
    }

    private void read(Ring from, RingChannel channel, Receiver receiver) {
        while (!closed) {
            int count = 0;
            for (ByteBuffer payload = from.next(); payload != null; payload = count < BATCH ? from.next() : null) {
                receiver.received(channel, payload);
                count++;
            }
            if (count == 0) {
                waiting.pause();
            } else {
                from.taken();
                channel.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (directory != null) {
            Files.deleteIfExists(directory.resolve("to-server"));
            Files.deleteIfExists(directory.resolve("to-client"));
            Files.delete(directory);
        }
    }

    private record RingChannel(Ring ring) implements Channel {
        @Override
        public void send(int length, Payload payload) {
            ring.write(length, payload);
        }

        @Override
        public void sendBack(ByteBuffer received) {
            ring.write(received);
        }

        @Override
        public void flush() {
            ring.publish();
        }
    }
}
