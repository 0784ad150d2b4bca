package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.EntityAddress;
import messenger.api.MessageHeader;
import messenger.conformance.TappedEndpoint.Cut;
import messenger.conformance.TappedEndpoint.Step;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;

/** Where a link reports, on the way to core; checks how it reports and cuts it where the test says. */
final class TappedHandler implements LinkHandler {
    private final TappedEndpoint endpoint;
    private final TappedLink link;
    private final LinkHandler core;
    private final AtomicReference<Thread> reader = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread opener = Thread.currentThread();
    private volatile boolean begun;
    private volatile boolean closeReturned;
    private volatile boolean admitted;
    /** Used by the reading thread. */
    private boolean passedOn;

    TappedHandler(TappedEndpoint endpoint, TappedLink link, LinkHandler core) {
        this.endpoint = endpoint;
        this.link = link;
        this.core = core;
    }

    @Override
    public EntityAddress address() {
        return core.address();
    }

    /** The call that made the link has come to its end. */
    void begin() {
        begun = true;
    }

    private void breach(String what) {
        endpoint.contract().breach(what);
    }

    /** A call of the reading thread. */
    private void read(Step step, String method, Runnable call) {
        Thread self = Thread.currentThread();
        if (!begun && self == opener) {
            breach("the link called " + method + " before dial returned");
        }
        if (link.isWriting()) {
            breach("the link called " + method + " from inside one of its own methods");
        }
        if (closeReturned) {
            breach("the link called " + method + " after closed");
        }
        Thread other = reader.compareAndExchange(null, self);
        if (other != null) {
            breach("the link called " + method + " while " + other.getName() + " was reading");
        }
        Cut cut = step == null ? null : endpoint.cutFor(step);
        try {
            if (cut == null || cut.told()) {
                guarded(method, call);
            }
        } finally {
            reader.compareAndSet(self, null);
            if (cut != null) {
                link.cut();
            }
        }
    }

    private void guarded(String method, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            endpoint.contract().breach("core threw from " + method, e);
            throw e;
        }
    }

    @Override
    public void identified(EntityAddress peer, EntityAddress observed) {
        read(Step.IDENTIFIED, "identified", () -> core.identified(peer, observed));
    }

    @Override
    public void connectReceived(Connect connect) {
        read(Step.CONNECT, "connectReceived", () -> core.connectReceived(connect));
    }

    @Override
    public void replyReceived(ConnectReply reply) {
        read(Step.REPLY, "replyReceived", () -> core.replyReceived(reply));
    }

    @Override
    public void seqReceived(long inSeq) {
        read(Step.SEQ, "seqReceived", () -> core.seqReceived(inSeq));
    }

    @Override
    public boolean admit(MessageHeader header, long length) {
        admitted = false;
        read(Step.ADMIT, "admit", () -> admitted = core.admit(header, length));
        return admitted;
    }

    @Override
    public void messageReceived(IncomingMessage message) {
        if (!admitted) {
            breach("the link reported a message that was not admitted, seq "
                    + message.header().seq());
        }
        admitted = false;
        passedOn = false;
        read(Step.MESSAGE, "messageReceived", () -> {
            passedOn = true;
            core.messageReceived(message);
        });
        if (!passedOn && message.lease() != null) {
            message.lease().release();
        }
    }

    @Override
    public void ackReceived(long seq) {
        read(Step.ACK, "ackReceived", () -> core.ackReceived(seq));
    }

    @Override
    public void keepaliveReceived(KeepaliveStamp stamp) {
        read(null, "keepaliveReceived", () -> core.keepaliveReceived(stamp));
    }

    @Override
    public void keepaliveAckReceived(KeepaliveStamp stamp) {
        read(null, "keepaliveAckReceived", () -> core.keepaliveAckReceived(stamp));
    }

    @Override
    public void controlReceived(ByteBuffer content) {
        read(null, "controlReceived", () -> core.controlReceived(content));
    }

    @Override
    public void closeReceived() {
        read(null, "closeReceived", core::closeReceived);
    }

    @Override
    public void batchEnd() {
        read(null, "batchEnd", core::batchEnd);
    }

    @Override
    public void resume() {
        read(null, "resume", core::resume);
    }

    @Override
    public void writable() {
        if (link.isWriting()) {
            breach("the link called writable from inside one of its own methods");
        }
        guarded("writable", core::writable);
    }

    @Override
    public void closed(LinkFault fault) {
        if (!closed.compareAndSet(false, true)) {
            breach("the link called closed twice, now with " + fault);
            return;
        }
        link.forget();
        guarded("closed", () -> core.closed(fault));
        closeReturned = true;
    }
}
