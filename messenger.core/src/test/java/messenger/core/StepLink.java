package messenger.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import messenger.api.EntityAddress;
import messenger.api.Sections;
import messenger.api.dto.LinkDTO;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.OutgoingMessage;
import messenger.spi.ReplyTag;

/** One end of a connection on which nothing happens but step by step: each step takes in one thing that has arrived. */
final class StepLink implements Link {
    /** Something that has arrived, and may have to wait until core has answered what came before. */
    private record Arrival(String what, boolean waits, Runnable report) {}

    private final StepTransport transport;
    private final EntityAddress dialled;
    private final Deque<Arrival> arrived = new ArrayDeque<>();
    private LinkHandler handler;
    private StepLink peer;
    private LinkFault fault;
    private boolean reported;
    private boolean awaitsCore;
    private boolean frozen;

    StepLink(StepTransport transport, EntityAddress dialled, LinkHandler handler) {
        this.transport = transport;
        this.dialled = dialled;
        this.handler = handler;
        if (dialled != null) {
            arrive("dial", this::connectTo);
        }
    }

    private void arrive(String what, Runnable report) {
        arrived.add(new Arrival(what, true, report));
    }

    private void tell(String what, Runnable report) {
        if (fault == null && peer != null && peer.fault == null) {
            peer.arrive(what, report);
        }
    }

    // ---- steps ----

    boolean isLive() {
        return !reported;
    }

    boolean isOpen() {
        return fault == null;
    }

    /** Whether a step can be taken. */
    boolean isEnabled() {
        return !reported
                && (fault != null
                        || (!frozen
                                && !arrived.isEmpty()
                                && !(awaitsCore && arrived.peek().waits())));
    }

    /** What the next step is. */
    String next() {
        return this
                + (fault != null
                        ? " reports its end"
                        : " takes " + arrived.peek().what());
    }

    void step() {
        if (fault != null) {
            reported = true;
            arrived.clear();
            if (handler != null) {
                handler.closed(fault);
            }
            return;
        }
        arrived.poll().report().run();
    }

    /** The connection breaks: what is on its way is lost, and both ends will notice. */
    void breaks() {
        fail(new LinkFault(LinkFault.Kind.IO, "broken"));
        if (peer != null) {
            peer.fail(new LinkFault(LinkFault.Kind.IO, "broken"));
        }
    }

    /** Nothing arrives any more, and nobody notices. */
    void freeze() {
        frozen = true;
        if (peer != null) {
            peer.frozen = true;
        }
    }

    boolean isFrozen() {
        return frozen;
    }

    private void fail(LinkFault why) {
        if (fault == null) {
            fault = why;
        }
    }

    private void connectTo() {
        StepTransport listener = transport.network().listener(dialled);
        if (listener == null) {
            fail(new LinkFault(LinkFault.Kind.REFUSED, "nobody listens at " + dialled));
            return;
        }
        peer = new StepLink(listener, null, null);
        peer.peer = this;
        transport.network().add(peer);
        peer.arrive("connection", peer::accepted);
    }

    private void accepted() {
        if (transport.addresses().isEmpty()) {
            breaks();
            return;
        }
        handler = transport.attachment().accept(this);
        EntityAddress own = transport.addresses().getFirst();
        tell("hello", () -> peer.hello(own));
    }

    /** On the dialling side. */
    private void hello(EntityAddress acceptor) {
        EntityAddress own = as(transport.scheme(), handler.address());
        awaitsCore = true;
        tell("hello", () -> peer.handler.identified(own, null));
        handler.identified(acceptor, null);
    }

    private static EntityAddress as(String scheme, EntityAddress address) {
        return new EntityAddress(scheme, address.ip(), address.port(), address.nonce());
    }

    // ---- what core writes ----

    @Override
    public void connect(Connect connect) {
        awaitsCore = false;
        tell("connect " + connect.connectSeq(), () -> peer.connected(connect));
    }

    private void connected(Connect connect) {
        awaitsCore = true;
        handler.connectReceived(connect);
    }

    @Override
    public void reply(ConnectReply reply) {
        awaitsCore = false;
        tell(reply.tag() + " " + reply.connectSeq(), () -> peer.replied(reply));
    }

    private void replied(ConnectReply reply) {
        awaitsCore = reply.tag() != ReplyTag.SEQ && reply.tag() != ReplyTag.READY;
        handler.replyReceived(reply);
    }

    @Override
    public void seq(long inSeq) {
        if (dialled != null) {
            awaitsCore = false;
        }
        tell("seq " + inSeq, () -> peer.seqArrived(inSeq));
    }

    private void seqArrived(long inSeq) {
        awaitsCore = dialled != null;
        handler.seqReceived(inSeq);
    }

    @Override
    public boolean send(OutgoingMessage message) {
        if (fault != null) {
            return false;
        }
        ByteBuffer front = ByteBuffer.allocate(message.front().remaining())
                .put(message.front().duplicate())
                .flip();
        IncomingMessage copy = new IncomingMessage(message.header(), Sections.ofFront(front), null);
        tell("message " + message.header().seq(), () -> peer.message(copy));
        return true;
    }

    private void message(IncomingMessage message) {
        if (!handler.admit(message.header(), message.sections().length())) {
            throw new AssertionError("a throttle is full; the model has none");
        }
        handler.messageReceived(message);
        handler.batchEnd();
    }

    @Override
    public void ack(long seq) {
        tell("ack " + seq, () -> {
            peer.handler.ackReceived(seq);
            peer.handler.batchEnd();
        });
    }

    @Override
    public void control(ByteBuffer content) {
        ByteBuffer copy = ByteBuffer.allocate(content.remaining())
                .put(content.duplicate())
                .flip();
        tell("control " + copy.get(0), () -> peer.handler.controlReceived(copy));
    }

    @Override
    public void keepalive(KeepaliveStamp stamp) {
        tell("keepalive", () -> peer.handler.keepaliveReceived(stamp));
    }

    @Override
    public void keepaliveAck(KeepaliveStamp stamp) {
        tell("keepalive answer", () -> peer.handler.keepaliveAckReceived(stamp));
    }

    @Override
    public void flush() {
        // what was written is on its way
    }

    @Override
    public void resumeReading() {
        arrived.add(new Arrival("resume", false, () -> handler.resume()));
    }

    @Override
    public void close(LinkFault why) {
        if (fault != null) {
            return;
        }
        tell("end", () -> peer.fail(new LinkFault(LinkFault.Kind.IO, "closed by the peer")));
        fail(why);
    }

    @Override
    public LinkDTO state() {
        LinkDTO dto = new LinkDTO();
        dto.transport = transport.type();
        dto.remote = String.valueOf(dialled);
        return dto;
    }

    @Override
    public String toString() {
        return transport + (dialled != null ? " dialled" : " accepted") + " #"
                + transport.network().number(this);
    }
}
