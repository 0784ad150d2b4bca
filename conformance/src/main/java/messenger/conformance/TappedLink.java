package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.WireTap;
import messenger.api.dto.LinkDTO;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.OutgoingMessage;

/** A link as core sees it; checks that core writes with one thread at a time. */
final class TappedLink implements Link {
    private final TappedEndpoint endpoint;
    private final AtomicReference<Thread> writer = new AtomicReference<>();
    private final AtomicReference<Thread> inCall = new AtomicReference<>();
    private volatile Link link;

    TappedLink(TappedEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    void link(Link newLink) {
        link = newLink;
    }

    void cut() {
        Link current = link;
        if (current != null) {
            current.close(TappedEndpoint.cutFault());
        }
    }

    void forget() {
        endpoint.closed(this);
    }

    /** Whether the calling thread is inside a method of the link that writes, so that no report may come from there. */
    boolean isWriting() {
        return inCall.get() == Thread.currentThread();
    }

    private void write(String method, Runnable call) {
        Thread self = Thread.currentThread();
        Thread other = writer.compareAndExchange(null, self);
        if (other != null && other != self) {
            endpoint.contract().breach("core called " + method + " while " + other.getName() + " was writing");
        }
        inCall.set(self);
        try {
            call.run();
        } catch (RuntimeException e) {
            endpoint.contract().breach("the link threw from " + method, e);
            throw e;
        } finally {
            inCall.compareAndSet(self, null);
            writer.compareAndSet(self, null);
        }
    }

    @Override
    public void connect(Connect connect) {
        write("connect", () -> link.connect(connect));
    }

    @Override
    public void reply(ConnectReply reply) {
        write("reply", () -> link.reply(reply));
    }

    @Override
    public void seq(long inSeq) {
        write("seq", () -> link.seq(inSeq));
    }

    @Override
    public boolean send(OutgoingMessage message) {
        boolean[] taken = new boolean[1];
        write("send", () -> taken[0] = link.send(message));
        return taken[0];
    }

    @Override
    public void ack(long seq) {
        write("ack", () -> link.ack(seq));
    }

    @Override
    public void keepalive(KeepaliveStamp stamp) {
        write("keepalive", () -> link.keepalive(stamp));
    }

    @Override
    public void keepaliveAck(KeepaliveStamp stamp) {
        write("keepaliveAck", () -> link.keepaliveAck(stamp));
    }

    @Override
    public void control(ByteBuffer content) {
        write("control", () -> link.control(content));
    }

    @Override
    public void flush() {
        write("flush", link::flush);
    }

    @Override
    public void resumeReading() {
        link.resumeReading();
    }

    @Override
    public void close(LinkFault fault) {
        link.close(fault);
    }

    @Override
    public void tap(WireTap tap) {
        link.tap(tap);
    }

    @Override
    public void untap(WireTap tap) {
        link.untap(tap);
    }

    @Override
    public LinkDTO state() {
        return link.state();
    }
}
