package messenger.conformance.memory;

import java.nio.ByteBuffer;
import messenger.api.EntityAddress;
import messenger.api.Sections;
import messenger.spi.IncomingMessage;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.spi.MemoryLease;
import messenger.spi.ReplyTag;

/** The reading half of a link. Used by the transport's thread only, but for what is volatile. */
final class MemoryReader {
    /** What may come next. */
    private enum Expected {
        HELLO,
        CONNECT,
        REPLY,
        SEQ,
        STREAM,
        /** Nothing, until core has answered. */
        CORE
    }

    /** Data sections from this size on are put into leased memory. */
    private static final int LEASED = 16 * 1024;

    private final MemoryLink link;
    private final MemoryTransport transport;
    private final EntityAddress dialled;
    private Expected expected = Expected.HELLO;
    private volatile EntityAddress remote;
    private volatile boolean paused;
    private volatile long bytesIn;

    MemoryReader(MemoryLink link, MemoryTransport transport, EntityAddress dialled) {
        this.link = link;
        this.transport = transport;
        this.dialled = dialled;
    }

    EntityAddress remote() {
        return remote;
    }

    boolean isPaused() {
        return paused;
    }

    long bytesIn() {
        return bytesIn;
    }

    void expectReply() {
        expected = Expected.REPLY;
        read();
    }

    void expectStream() {
        expected = Expected.STREAM;
        read();
    }

    void replied(ReplyTag tag) {
        expected = switch (tag) {
            case SEQ -> Expected.SEQ;
            case READY -> Expected.STREAM;
            default -> Expected.CONNECT;
        };
        read();
    }

    void resume() {
        if (!link.isOpen() || link.handler() == null) {
            return;
        }
        paused = false;
        link.handler().resume();
        read();
    }

    /** Reads what has arrived, as far as core lets it. */
    void read() {
        boolean streamed = false;
        while (link.isOpen() && !paused && expected != Expected.CORE) {
            Frame frame = link.arrived().peek();
            if (frame == null) {
                break;
            }
            if (transport.faults().failNext()) {
                link.close(MemoryLink.injected("reading"));
                return;
            }
            streamed |= expected == Expected.STREAM;
            if (frame instanceof Frame.Whole whole && expected == Expected.STREAM && !admitted(whole)) {
                break;
            }
            link.arrived().poll();
            if (!take(frame)) {
                link.close(new LinkFault(Kind.PROTOCOL, frame + " from " + remote + " instead of " + expected));
            }
        }
        if (streamed && link.isOpen()) {
            link.handler().batchEnd();
        }
    }

    private boolean admitted(Frame.Whole whole) {
        boolean admitted = link.handler().admit(whole.header(), whole.length());
        paused = !admitted;
        return admitted && link.isOpen();
    }

    /** Reports a frame; false if it may not come now. */
    private boolean take(Frame frame) {
        if (frame instanceof Frame.End(String reason)) {
            link.close(new LinkFault(Kind.IO, "closed by the peer: " + reason));
            return true;
        }
        return switch (expected) {
            case HELLO -> frame instanceof Frame.Hello hello && hello(hello);
            case CONNECT -> frame instanceof Frame.Connecting connecting && connect(connecting);
            case REPLY -> frame instanceof Frame.Reply reply && reply(reply);
            case SEQ -> frame instanceof Frame.Seq seq && seq(seq);
            case STREAM -> stream(frame);
            case CORE -> false;
        };
    }

    private boolean hello(Frame.Hello hello) {
        if (dialled == null) {
            remote = hello.own();
            expected = Expected.CONNECT;
            link.handler().identified(remote, null);
            return true;
        }
        remote = hello.own().isBlankIp() ? hello.own().withIp(dialled.ip()) : hello.own();
        if (!dialled.hasAnyNonce() && dialled.nonce() != remote.nonce()) {
            link.close(new LinkFault(Kind.WRONG_PEER, remote + " answered instead of " + dialled));
            return true;
        }
        expected = Expected.CORE;
        link.writeNow(new Frame.Hello(transport.announced(link.handler().address(), hello.observed()), null));
        link.handler().identified(remote, hello.observed());
        return true;
    }

    private boolean connect(Frame.Connecting connecting) {
        expected = Expected.CORE;
        link.handler().connectReceived(connecting.connect());
        return true;
    }

    private boolean reply(Frame.Reply reply) {
        expected = switch (reply.reply().tag()) {
            case SEQ -> Expected.SEQ;
            case READY -> Expected.STREAM;
            default -> Expected.CORE;
        };
        link.handler().replyReceived(reply.reply());
        return true;
    }

    private boolean seq(Frame.Seq seq) {
        expected = dialled != null ? Expected.CORE : Expected.STREAM;
        link.handler().seqReceived(seq.inSeq());
        return true;
    }

    private boolean stream(Frame frame) {
        switch (frame) {
            case Frame.Whole whole -> {
                bytesIn += whole.length();
                link.handler().messageReceived(received(whole));
                link.peer().delivered(whole.length());
            }
            case Frame.Ack ack -> link.handler().ackReceived(ack.seq());
            case Frame.Keepalive keepalive -> link.handler().keepaliveReceived(keepalive.stamp());
            case Frame.Control control -> link.handler().controlReceived(control.content());
            case Frame.KeepaliveAck ack -> link.handler().keepaliveAckReceived(ack.stamp());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A message in core's memory: large data in leased memory, as a device would put it there. */
    private IncomingMessage received(Frame.Whole whole) {
        Sections sent = whole.sections();
        int length = sent.data().remaining();
        MemoryLease lease =
                length < LEASED ? null : transport.attachment().memory().lease(length);
        ByteBuffer data = lease == null
                ? received(sent.data())
                : lease.bytes().put(sent.data().duplicate()).flip();
        Sections sections = new Sections(received(sent.front()), received(sent.middle()), data);
        return new IncomingMessage(whole.header(), sections, null, lease);
    }

    private ByteBuffer received(ByteBuffer sent) {
        return transport
                .attachment()
                .memory()
                .allocate(sent.remaining())
                .put(sent.duplicate())
                .flip();
    }
}
