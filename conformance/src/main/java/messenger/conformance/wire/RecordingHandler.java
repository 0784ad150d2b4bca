package messenger.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.api.EntityAddress;
import messenger.api.MessageHeader;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;

/** Writes down what a link reports, one line for each call, and holds it to the rules of the SPI. */
public class RecordingHandler implements LinkHandler {
    public static final int TIMEOUT_SECONDS = 10;

    public final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    public final List<String> all = new ArrayList<>();
    public final BlockingQueue<IncomingMessage> messages = new LinkedBlockingQueue<>();
    public volatile LinkFault fault;
    public volatile boolean admitting = true;
    /** Whether the memory of a message is given back as soon as it has arrived. */
    public volatile boolean releasing = true;

    public volatile EntityAddress peer;
    public volatile EntityAddress own = FakeEndpoint.blankAddress();
    private boolean admitted;
    private Thread reading;

    protected synchronized void record(String event) {
        if (fault != null) {
            all.add("AFTER CLOSED: " + event);
            events.add("AFTER CLOSED: " + event);
            return;
        }
        all.add(event);
        events.add(event);
    }

    private void onReadingThread() {
        if (reading == null) {
            reading = Thread.currentThread();
        }
        assertEquals(reading, Thread.currentThread(), "calls come from one thread");
    }

    @Override
    public EntityAddress address() {
        return own;
    }

    /** The next event. */
    public String next() throws InterruptedException {
        String event = events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            fail("nothing was reported; before: " + all);
        }
        return event;
    }

    /** Waits for an event that begins so, passing over others. */
    public String await(String start) throws InterruptedException {
        while (true) {
            String event = next();
            if (event.startsWith(start)) {
                return event;
            }
        }
    }

    public IncomingMessage nextMessage() throws InterruptedException {
        IncomingMessage message = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            fail("no message arrived; events: " + all);
        }
        return message;
    }

    @Override
    public void identified(EntityAddress newPeer, EntityAddress observed) {
        onReadingThread();
        peer = newPeer;
        record("identified " + newPeer + (observed == null ? "" : " observed " + observed));
    }

    @Override
    public void connectReceived(Connect connect) {
        onReadingThread();
        record("connect " + text(connect));
    }

    @Override
    public void replyReceived(ConnectReply reply) {
        onReadingThread();
        record("reply " + text(reply));
    }

    @Override
    public void seqReceived(long inSeq) {
        onReadingThread();
        record("seq " + inSeq);
    }

    @Override
    public boolean admit(MessageHeader header, long length) {
        onReadingThread();
        assertTrue(!admitted, "admit is asked once for each message");
        boolean answer = admitting;
        admitted = answer;
        if (!answer) {
            record("refused " + header.seq() + " " + length);
        }
        return answer;
    }

    @Override
    public void messageReceived(IncomingMessage message) {
        onReadingThread();
        assertTrue(admitted, "a message was admitted before it is received");
        admitted = false;
        messages.add(message);
        record("message " + message.header().seq() + " type " + message.header().type() + " sections "
                + message.sections().front().remaining() + " "
                + message.sections().middle().remaining() + " "
                + message.sections().data().remaining());
        if (releasing && message.lease() != null) {
            message.lease().release();
        }
    }

    @Override
    public void ackReceived(long seq) {
        onReadingThread();
        record("ack " + seq);
    }

    @Override
    public void keepaliveReceived(KeepaliveStamp stamp) {
        onReadingThread();
        record("keepalive " + stamp.seconds() + " " + stamp.nanos());
    }

    @Override
    public void keepaliveAckReceived(KeepaliveStamp stamp) {
        onReadingThread();
        record("keepaliveAck " + stamp.seconds() + " " + stamp.nanos());
    }

    @Override
    public void controlReceived(ByteBuffer content) {
        onReadingThread();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        record("control " + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void closeReceived() {
        onReadingThread();
        record("close");
    }

    @Override
    public void batchEnd() {
        onReadingThread();
    }

    @Override
    public void resume() {
        onReadingThread();
        record("resume");
    }

    @Override
    public void writable() {
        record("writable");
    }

    @Override
    public synchronized void closed(LinkFault newFault) {
        String event = (fault == null ? "" : "AFTER CLOSED: ") + "closed " + newFault.kind();
        fault = newFault;
        all.add(event);
        events.add(event);
    }

    public static String text(Connect c) {
        return "features=" + Long.toHexString(c.features()) + " host=" + c.hostType() + " gs=" + c.globalSeq() + " cs="
                + c.connectSeq() + " pv=" + c.protocolVersion() + " ap="
                + c.authorizer().protocol() + " auth="
                + HexFormat.of().formatHex(c.authorizer().bytes()) + " lossy=" + c.lossy()
                + (c.control() ? " control" : "") + (c.session() == null ? "" : " session");
    }

    public static String text(ConnectReply r) {
        return r.tag() + " features=" + Long.toHexString(r.features()) + " gs=" + r.globalSeq() + " cs="
                + r.connectSeq()
                + " pv=" + r.protocolVersion() + " auth=" + HexFormat.of().formatHex(r.authorizer()) + " lossy="
                + r.lossy() + (r.control() ? " control" : "");
    }
}
