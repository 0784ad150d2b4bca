package messenger.bench.rival;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;

/** Blocking sockets, a reading thread each: what TCP itself costs. */
public final class RawSocketSystem implements MessagingSystem {
    private final boolean checked;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private ServerSocketChannel listener;

    /** With or without a CRC32C of each payload. */
    public RawSocketSystem(boolean checked) {
        this.checked = checked;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().name("raw-accept").start(() -> accept(receivers));
        return Integer.toString(((InetSocketAddress) listener.getLocalAddress()).getPort());
    }

    private void accept(Supplier<Receiver> receivers) {
        try {
            while (true) {
                serve(listener.accept(), receivers.get());
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public Channel connect(String address, Receiver receiver) throws IOException {
        return serve(
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address))),
                receiver);
    }

    private synchronized Channel serve(SocketChannel socket, Receiver receiver) throws IOException {
        sockets.add(socket);
        RawSocketChannel channel = new RawSocketChannel(socket, receiver, checked);
        Thread.ofPlatform().daemon().name("raw-read").start(channel::run);
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
