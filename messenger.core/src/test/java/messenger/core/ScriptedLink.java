package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import messenger.api.EntityAddress;
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

/** One link of a conversation: says what the peer says, and checks line by line what core wrote. */
final class ScriptedLink implements Link {
    private final EntityAddress dialled;
    private final List<String> written = new ArrayList<>();
    private final List<OutgoingMessage> offered = new ArrayList<>();
    private final Deque<IncomingMessage> unread = new ArrayDeque<>();
    private LinkHandler handler;
    private Connect connect;
    private ConnectReply reply;
    private KeepaliveStamp stamp;
    private Control.Announce announced;
    private LinkFault fault;
    private boolean closed;
    private boolean lingers;
    private boolean full;
    private int unflushed;
    private int flushes;
    private int flushesSoon;
    /** Whether the link's thread, which is slow here, has been left to flush. */
    private boolean soon;

    /** What waits for the reading thread to find nothing, or null while it finds nothing at once. */
    private Queue<Runnable> idle;

    private volatile int resumesAsked;

    ScriptedLink(EntityAddress dialled) {
        this.dialled = dialled;
    }

    void handler(LinkHandler newHandler) {
        handler = newHandler;
    }

    // ---- what the peer says ----

    ScriptedLink identifies(EntityAddress peer) {
        return identifies(peer, null);
    }

    ScriptedLink identifies(EntityAddress peer, EntityAddress observed) {
        handler.identified(peer, observed);
        return this;
    }

    ScriptedLink connects(long globalSeq, long connectSeq) {
        return connects(Handshakes.connect(globalSeq, connectSeq));
    }

    ScriptedLink connects(Connect received) {
        handler.connectReceived(received);
        return this;
    }

    ScriptedLink replies(ReplyTag tag, long globalSeq, long connectSeq) {
        return replies(Handshakes.reply(tag, globalSeq, connectSeq));
    }

    ScriptedLink replies(ConnectReply received) {
        handler.replyReceived(received);
        return this;
    }

    ScriptedLink tellsSeq(long inSeq) {
        handler.seqReceived(inSeq);
        return this;
    }

    /** Sends a message, which is read unless core does not admit it. */
    ScriptedLink sends(long seq, String text) {
        return sends(Handshakes.message(seq, 0, text));
    }

    ScriptedLink sends(IncomingMessage message) {
        unread.addLast(message);
        if (unread.size() == 1) {
            read();
        }
        return this;
    }

    private void read() {
        while (!unread.isEmpty()
                && handler.admit(
                        unread.peekFirst().header(),
                        unread.peekFirst().sections().length())) {
            handler.messageReceived(unread.removeFirst());
        }
    }

    ScriptedLink endsBatch() {
        handler.batchEnd();
        return this;
    }

    /** The reading thread does what {@link #resumeReading} asked for. */
    ScriptedLink resumes() {
        resumesAsked = 0;
        handler.resume();
        read();
        return this;
    }

    ScriptedLink acks(long seq) {
        handler.ackReceived(seq);
        return this;
    }

    ScriptedLink asksAlive(int seconds, int nanos) {
        handler.keepaliveReceived(new KeepaliveStamp(seconds, nanos));
        return this;
    }

    /** Answers the last keepalive. */
    ScriptedLink answersAlive() {
        handler.keepaliveAckReceived(stamp);
        return this;
    }

    ScriptedLink controls(Control content) {
        return controlsRaw(content.encode());
    }

    ScriptedLink controlsRaw(ByteBuffer content) {
        handler.controlReceived(content);
        return this;
    }

    ScriptedLink saysClose() {
        handler.closeReceived();
        return this;
    }

    ScriptedLink fails() {
        return fails(LinkFault.Kind.IO);
    }

    ScriptedLink fails(LinkFault.Kind kind) {
        lingers = false;
        return report(new LinkFault(kind, "the script says so"));
    }

    private ScriptedLink report(LinkFault why) {
        fault = fault == null ? why : fault;
        if (!closed && !lingers && handler != null) {
            closed = true;
            handler.closed(fault);
        }
        return this;
    }

    /** From now on the link reports that it has closed only when it {@link #fails}, long after it was asked to. */
    ScriptedLink lingers() {
        lingers = true;
        return this;
    }

    ScriptedLink full(boolean isFull) {
        full = isFull;
        if (!full) {
            handler.writable();
        }
        return this;
    }

    // ---- what is checked ----

    /** Core has written exactly this since the last check, and flushed it. */
    ScriptedLink expect(String... lines) {
        assertEquals(List.of(lines), written, "what was written");
        assertEquals(0, soon ? 0 : unflushed, "frames that were written and not flushed");
        written.clear();
        return this;
    }

    /** What core has announced last. */
    Control.Announce announced() {
        assertNotNull(announced, "nothing was announced");
        return announced;
    }

    /** Core has flushed frames so many times since the link was made. */
    ScriptedLink expectFlushes(int count) {
        assertEquals(count, flushes, "flushes of something");
        return this;
    }

    int flushes() {
        return flushes;
    }

    ScriptedLink expectNothing() {
        return expect();
    }

    /** Core has closed the link, for a reason of that kind. */
    ScriptedLink expectClosed(LinkFault.Kind kind) {
        assertNotNull(fault, "the link is open");
        assertEquals(kind, fault.kind(), fault.text());
        return this;
    }

    ScriptedLink expectOpen() {
        assertEquals(null, fault, "fault of a link that should be open");
        return this;
    }

    EntityAddress dialledAddress() {
        return dialled;
    }

    /** What core has sent, first to last. */
    List<OutgoingMessage> offered() {
        return offered;
    }

    Connect lastConnect() {
        return connect;
    }

    ConnectReply lastReply() {
        return reply;
    }

    LinkFault fault() {
        return fault;
    }

    int resumesAsked() {
        return resumesAsked;
    }

    int unread() {
        return unread.size();
    }

    // ---- what core writes ----

    @Override
    public void connect(Connect newConnect) {
        connect = newConnect;
        handshake("connect", connect.globalSeq(), connect.connectSeq(), connect.lossy());
    }

    @Override
    public void reply(ConnectReply newReply) {
        reply = newReply;
        handshake(reply.tag().name(), reply.globalSeq(), reply.connectSeq(), reply.lossy());
    }

    private void handshake(String what, long globalSeq, long connectSeq, boolean lossy) {
        written.add(what + " gs=" + globalSeq + " cs=" + connectSeq + (lossy ? " lossy" : ""));
    }

    @Override
    public void seq(long inSeq) {
        written.add("seq " + inSeq);
    }

    @Override
    public boolean send(OutgoingMessage message) {
        if (full) {
            return false;
        }
        offered.add(message);
        ByteBuffer front = message.front().duplicate();
        frame("message " + message.header().seq() + " " + StandardCharsets.UTF_8.decode(front));
        return true;
    }

    @Override
    public void ack(long seq) {
        frame("ack " + seq);
    }

    @Override
    public void keepalive(KeepaliveStamp newStamp) {
        stamp = newStamp;
        frame("keepalive");
    }

    @Override
    public void keepaliveAck(KeepaliveStamp echoed) {
        frame("keepalive ack " + echoed.seconds() + "." + echoed.nanos());
    }

    @Override
    public void control(ByteBuffer content) {
        Control said = Control.decode(content);
        announced = said instanceof Control.Announce announce ? announce : announced;
        frame("control " + said);
    }

    private void frame(String line) {
        if (fault == null) {
            written.add(line);
            unflushed++;
        }
    }

    /** Flushes that core has left to the link's thread since the link was made. */
    int flushesSoon() {
        return flushesSoon;
    }

    /** From now on the reading thread has something to read until {@link #idles}. */
    void busy() {
        idle = new ArrayDeque<>();
    }

    /** The reading thread finds nothing to read. */
    ScriptedLink idles() {
        idle.forEach(Runnable::run);
        idle.clear();
        return this;
    }

    @Override
    public void flushSoon() {
        flushesSoon++;
        soon = true;
    }

    @Override
    public void whenIdle(Runnable task) {
        if (idle == null) {
            task.run();
        } else {
            idle.add(task);
        }
    }

    @Override
    public void flush() {
        flushes += unflushed > 0 ? 1 : 0;
        unflushed = 0;
        soon = false;
    }

    @Override
    public void resumeReading() {
        resumesAsked++;
    }

    @Override
    public void close(LinkFault why) {
        report(why);
    }

    @Override
    public LinkDTO state() {
        LinkDTO dto = new LinkDTO();
        dto.transport = "scripted";
        dto.remote = String.valueOf(dialled);
        return dto;
    }
}
