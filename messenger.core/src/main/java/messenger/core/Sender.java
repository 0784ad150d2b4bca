package messenger.core;

import messenger.api.dto.SessionDTO;

/**
 * The sending half of a session: stores what was accepted, hands it to the open link, and acknowledges what came. On the
 * session's strand, but where it says otherwise.
 */
final class Sender {
    /** Between the end of one message and the begin of the next: no answer of a peer is that quick. */
    private static final long BURST_GAP_NANOS = 4_000;

    /** Messages in a row that leave by themselves, as those behind them may be long in coming. */
    private static final int BURST = 8;

    /** A burst of so many goes on after some gaps: the link may have written meanwhile. */
    private static final int LONG_BURST = 8 * BURST;

    private final Session session;
    private final CoreEndpoint endpoint;
    private final SendWindow window;
    private final Outbox outbox;
    private final Runnable settling = this::settle;
    /** The batch that has put off the flush of something written, or null. */
    private FlushBatch owedBy;

    /** The link whose reading thread is to ask for an acknowledgement later, or null; reading threads' own. */
    private volatile LinkDriver settlingLater;

    private int burst;
    private long pumped;
    private long acknowledgedIn;
    private long heardAtFault;
    private long acknowledgedAtFault;

    Sender(Session session) {
        this.session = session;
        this.endpoint = session.endpoint();
        EndpointSettings settings = endpoint.settings();
        this.window = new SendWindow(
                settings.storeMessages(),
                settings.storeBytes(),
                endpoint.runtime().outgoing());
        this.outbox = new Outbox(window);
    }

    /** The bounds of the store; for any thread. */
    SendWindow window() {
        return window;
    }

    /** Whether a lossless peer keeps what it sends until it is acknowledged, and this side does too. */
    private boolean isLossless() {
        return !session.lossyByAgreement();
    }

    void add(StoredMessage message) {
        outbox.add(message);
    }

    boolean hasQueued() {
        return outbox.hasQueued();
    }

    boolean nothingAcknowledged() {
        return outbox.nothingAcknowledged();
    }

    /** The link is gone: what nobody acknowledged is to be sent again. */
    void requeue() {
        outbox.requeue();
    }

    /** The peer says, in a handshake, that it has everything up to {@code seq}. */
    void resumeAfter(long seq) {
        outbox.resumeAfter(seq);
    }

    /** What the peer has been told that this side has. */
    void acknowledgedUpTo(long seq) {
        acknowledgedIn = seq;
    }

    /** Gives the open link what it takes. */
    void pump() {
        pump(null);
    }

    /** Likewise, with a flush at the end of a batch. */
    void pump(FlushBatch batch) {
        LinkDriver driver = session.openLink();
        if (driver == null) {
            return;
        }
        boolean keep = isLossless();
        boolean wrote = false;
        StoredMessage message = outbox.next();
        while (message != null && driver.link().send(message)) {
            outbox.taken(keep);
            wrote = true;
            message = outbox.next();
        }
        if (wrote && batch != null && (batch == owedBy || batch.defer(session))) {
            owedBy = batch;
        } else {
            wrote |= writeAck(driver);
            if (wrote) {
                flush(driver);
            }
        }
        if (!keep) {
            shrank();
        }
    }

    /** Who goes on sending at once leaves it to the link's thread, where many messages gather meanwhile. */
    private void flush(LinkDriver driver) {
        Timers clock = endpoint.timers();
        long now = clock.nanoTime();
        burst = now - pumped < BURST_GAP_NANOS ? Math.min(burst + 1, LONG_BURST) : burst / 2;
        if (endpoint.isDraining() || (burst < BURST && !endpoint.dispatch().goesOnHere())) {
            driver.link().flush();
            pumped = clock.nanoTime();
        } else {
            driver.link().flushSoon();
            pumped = now;
        }
    }

    private boolean writeAck(LinkDriver driver) {
        long inSeq = session.inbox().inSeq();
        if (!isLossless() || inSeq <= acknowledgedIn) {
            return false;
        }
        acknowledgedIn = inSeq;
        driver.link().ack(inSeq);
        return true;
    }

    /** The link takes more. */
    void writable(LinkDriver driver) {
        driver.link().flush();
        if (driver == session.current()) {
            pump();
        }
    }

    /**
     * A batch has ended: asks for an acknowledgement of what has been received, and the flush that was put off; on the reading
     * thread. While messages wait for dispatch, their answers may take the acknowledgement along.
     *
     * @param reading the link whose thread this is
     * @param flush whether one was
     */
    void settleSoon(LinkDriver reading, boolean flush) {
        if (flush) {
            settleSoon();
        } else if (isLossless()) {
            settleWhenIdle(reading);
        }
    }

    private void settleWhenIdle(LinkDriver reading) {
        if (reading != session.current() || endpoint.dispatch().queued() == 0) {
            settleSoon();
        } else if (settlingLater != reading) {
            settlingLater = reading;
            reading.link().whenIdle(this::settleLate);
        }
    }

    /** Asks for an acknowledgement of what has been received, and the flush that was put off; from any thread. */
    void settleSoon() {
        session.post(settling);
    }

    private void settleLate() {
        settlingLater = null;
        settleSoon();
    }

    private void settle() {
        LinkDriver driver = session.openLink();
        boolean wrote = owedBy != null;
        owedBy = null;
        if (driver != null && (writeAck(driver) || wrote)) {
            driver.link().flush();
        }
    }

    /** The open link is about to be given up: what was written for it goes out, as far as the network takes it. */
    void flushOwed() {
        LinkDriver driver = session.openLink();
        if (owedBy != null) {
            settle();
        } else if (driver != null) {
            // its thread may have been left to do it
            driver.link().flush();
        }
    }

    /** The peer has everything up to {@code seq}. */
    void acknowledged(LinkDriver driver, long seq) {
        if (driver == session.current()) {
            outbox.acknowledged(seq);
            shrank();
        }
    }

    /** Who waits for empty stores looks again. */
    void shrank() {
        endpoint.storeShrank(window);
    }

    /** Notes how far things have come when a link fails. */
    void noteFault() {
        heardAtFault = session.inbox().inSeq();
        acknowledgedAtFault = outbox.acknowledgedCount();
    }

    /** Whether nothing got across since the last fault, though there was something: the next link may fare no better. */
    boolean gotNothingAcross() {
        return outbox.unacknowledged() > 0
                && session.inbox().inSeq() == heardAtFault
                && outbox.acknowledgedCount() == acknowledgedAtFault;
    }

    /** Forgets everything and begins numbers anew. */
    void clear(RuntimeException reason) {
        outbox.clear(reason);
    }

    /** Forgets everything for good; who waits for room waits no more. */
    void close(RuntimeException reason) {
        outbox.clear(reason);
        window.close();
        shrank();
    }

    /** Adds the sending half to a snapshot; from any thread. */
    void describe(SessionDTO dto) {
        dto.outSeq = outbox.outSeq();
        dto.queued = outbox.queued();
        dto.unacknowledged = outbox.unacknowledged();
        dto.storedBytes = window.usedBytes();
        dto.sent = outbox.sent();
        dto.sentBytes = outbox.sentBytes();
        dto.replayed = outbox.replayed();
    }
}
