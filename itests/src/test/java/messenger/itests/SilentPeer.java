package messenger.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.EntityAddress;

/** Accepts connections, and says nothing or closes them. */
final class SilentPeer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger accepted = new AtomicInteger();
    private final BlockingQueue<Socket> held = new LinkedBlockingQueue<>();
    private final boolean holds;

    private SilentPeer(boolean holds) throws IOException {
        this.holds = holds;
        Thread.ofPlatform().daemon().name("silent-peer").start(this::accept);
    }

    /** One that keeps connections open. */
    static SilentPeer holding() throws IOException {
        return new SilentPeer(true);
    }

    /** One that closes connections at once. */
    static SilentPeer closing() throws IOException {
        return new SilentPeer(false);
    }

    private void accept() {
        try {
            while (true) {
                Socket one = socket.accept();
                accepted.incrementAndGet();
                if (holds) {
                    held.add(one);
                } else {
                    one.close();
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    int accepted() {
        return accepted.get();
    }

    void awaitAccepted(int count) {
        Await.until(() -> accepted() >= count, () -> count + " connections; there are " + accepted());
    }

    EntityAddress address() {
        return EntityAddress.parse("tcp://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : held) {
            one.close();
        }
    }
}
