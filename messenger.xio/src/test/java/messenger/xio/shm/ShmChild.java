package messenger.xio.shm;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.spi.LinkFault;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.UnixSocket;

/**
 * The other process of a test. Arguments: what to do, the directory, a user that is allowed (-1: none), a port. Says on its
 * standard output, line by line, how it goes.
 */
public final class ShmChild {
    static final QueueSettings SETTINGS = new QueueSettings(4096, 32, 32, 4);

    /** Bytes of the region that {@code listen} exports, each of which is the lowest byte of its index. */
    static final int REGION = 3 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ShmFabric fabric;
    private final CompletionQueue queue;
    private final InetSocketAddress address;
    private final BlockingQueue<LinkFault> outcomes = new LinkedBlockingQueue<>();

    private ShmChild(Path directory, int user, int port) throws IOException {
        fabric = new ShmFabric(directory, user < 0 ? Set.of() : Set.of(user));
        queue = fabric.open("child");
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        int user = Integer.parseInt(arguments[2]);
        int port = Integer.parseInt(arguments[3]);
        switch (arguments[0]) {
            case "listen" -> new ShmChild(directory, user, port).listen();
            case "dial" -> new ShmChild(directory, user, port).dial();
            case "exhaust" -> new ShmChild(directory, user, port).exhaust();
            case "intrude" -> intrude(directory, port);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }

    private void run() throws IOException {
        while (true) {
            if (queue.poll() == 0) {
                queue.await(-1);
            }
        }
    }

    /** Answers each datagram with the same, and the empty one with the place of a region. */
    private void listen() throws IOException {
        MemfdRegion region = new MemfdRegion(REGION);
        for (int i = 0; i < REGION; i++) {
            region.bytes().set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        var listener = fabric.listen(queue, address, incoming -> {
            Echo echo = new Echo(region);
            echo.pair = incoming.accept(queue, SETTINGS, NOTHING, echo);
        });
        say("port " + listener.address().getPort());
        run();
    }

    private static class Echo implements QueuePairHandler {
        private final MemfdRegion region;
        private QueuePair pair;

        Echo(MemfdRegion region) {
            this.region = region;
        }

        @Override
        public void connected(ByteBuffer privateData) {
            say("connected");
        }

        @Override
        public void received(ByteBuffer datagram) {
            ByteBuffer answer = pair.claim();
            if (datagram.hasRemaining()) {
                answer.put(datagram);
            } else {
                answer.putLong(pair.export(region)).putLong(pair.remoteAddress(region, region.address()));
            }
            pair.post(answer);
            pair.flush();
        }

        @Override
        public void sendable() {}

        @Override
        public void transferred(long id) {}

        @Override
        public void closed(LinkFault fault) {
            say("closed " + fault);
        }
    }

    /** Sends an empty datagram, says how long the answer is, and stays. */
    private void dial() throws IOException {
        Dialler dialler = new Dialler();
        dialler.pair = fabric.connect(queue, address, SETTINGS, NOTHING, dialler);
        run();
    }

    private final class Dialler implements QueuePairHandler {
        private QueuePair pair;

        @Override
        public void connected(ByteBuffer privateData) {
            pair.post(pair.claim().put((byte) 1));
            pair.flush();
        }

        @Override
        public void received(ByteBuffer datagram) {
            say("answer " + datagram.remaining());
        }

        @Override
        public void sendable() {}

        @Override
        public void transferred(long id) {}

        @Override
        public void closed(LinkFault fault) {
            say("closed " + fault);
        }
    }

    /** Connects until that fails. */
    private void exhaust() throws IOException {
        // classes cannot be loaded from directories once there are no descriptors left
        connectUntilOutcome(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        String loaded = outcomes.remove().toString();
        connectUntilOutcome(address);
        say("fault " + outcomes.remove() + (loaded.isEmpty() ? "?" : ""));
    }

    private void connectUntilOutcome(InetSocketAddress target) throws IOException {
        while (outcomes.isEmpty()) {
            int[] connected = new int[1];
            fabric.connect(queue, target, SETTINGS, NOTHING, new QueuePairHandler() {
                @Override
                public void connected(ByteBuffer privateData) {
                    connected[0]++;
                }

                @Override
                public void received(ByteBuffer datagram) {}

                @Override
                public void sendable() {}

                @Override
                public void transferred(long id) {}

                @Override
                public void closed(LinkFault fault) {
                    outcomes.add(fault);
                }
            });
            while (connected[0] == 0 && outcomes.isEmpty()) {
                if (queue.poll() == 0) {
                    queue.await(-1);
                }
            }
        }
    }

    /** Connects without asking whether it may, and says what it gets. */
    private static void intrude(Path directory, int port) throws IOException {
        try (UnixSocket socket = UnixSocket.connect(directory.resolve("xio-127.0.0.1-" + port + ".sock"));
                PacketReader reader = new PacketReader(Handshake.PACKET_MAX);
                Epoll<String> epoll = new Epoll<>()) {
            epoll.add(socket.descriptor(), Epoll.IN, "socket");
            epoll.await(-1);
            say("read " + reader.read(socket));
        }
    }
}
