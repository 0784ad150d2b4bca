package messenger.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import messenger.api.MessageHeader;

/**
 * Admits the messages of one link through the throttles, in order. While a throttle is full, the link reads ahead, up to
 * a bound, so that acknowledgements and keepalives behind waiting messages still arrive; after that it pauses.
 *
 * <p>Used by the link's reading thread only; a throttle that gives way has that thread call {@link #resume}.
 */
final class Intake {
    /** One message that waits, is being read, or both. */
    private static final class Slot {
        private final long length;
        private final boolean bypass;
        private int acquired;
        private Throttle.Ticket ticket;
        private ReceivedMessage message;
        private boolean ahead;

        Slot(long length, boolean bypass, int stages) {
            this.length = length;
            this.bypass = bypass;
            this.acquired = bypass ? stages : 0;
        }
    }

    /** What a message takes besides its sections, so that empty ones are bounded too. */
    static final int SLOT_BYTES = 256;

    private final ThrottleChain throttles;
    private final long maxAhead;
    private final Runnable wake;
    private final Consumer<ReceivedMessage> admitted;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private volatile Slot asking;
    private Slot reading;
    private long ahead;
    private boolean direct;
    private boolean directBypass;
    private long directLength;
    private volatile int waiting;

    /**
     * An intake.
     *
     * @param wake asks the reading thread to call {@link #resume}
     * @param admitted takes what has passed
     */
    Intake(ThrottleChain throttles, long maxAhead, Runnable wake, Consumer<ReceivedMessage> admitted) {
        this.throttles = throttles;
        this.maxAhead = maxAhead;
        this.wake = wake;
        this.admitted = admitted;
    }

    /** Messages that wait for a throttle. */
    int waiting() {
        return waiting;
    }

    /** Whether the link has stopped reading. */
    boolean isPaused() {
        return asking != null;
    }

    /**
     * Whether the sections that follow a header may be read.
     *
     * @param bypass the message passes no throttle, but keeps its place in the order
     */
    boolean admit(MessageHeader header, long length, boolean bypass) {
        if (slots.isEmpty() && (bypass || throttles.tryAcquire(length))) {
            direct = true;
            directBypass = bypass;
            directLength = length;
            return true;
        }
        Slot slot = asking;
        if (slot == null) {
            slot = new Slot(length, bypass, throttles.stages());
            slots.addLast(slot);
            waiting = slots.size();
            advanceHead();
        }
        if (isAdmitted(slot)) {
            asking = null;
            reading = slot;
            return true;
        }
        if (ahead + length + SLOT_BYTES <= maxAhead) {
            slot.ahead = true;
            ahead += length + SLOT_BYTES;
            asking = null;
            reading = slot;
            return true;
        }
        asking = slot;
        return false;
    }

    /** The throttles that hold the message that is being read, or null. */
    ThrottleChain chargedForReading() {
        return (direct ? directBypass : reading.bypass) ? null : throttles;
    }

    /** Whether the message that is being read has its turn now. */
    boolean inTurn() {
        return direct || (slots.peekFirst() == reading && isAdmitted(reading));
    }

    /** The message that was admitted last has been read. */
    void read(ReceivedMessage message) {
        if (direct) {
            direct = false;
            admitted.accept(message);
            return;
        }
        reading.message = message;
        reading = null;
        passOn();
    }

    /** A throttle has given way, perhaps. */
    void resume() {
        advanceHead();
        passOn();
    }

    private void passOn() {
        Slot head = slots.peekFirst();
        while (head != null && isAdmitted(head) && head.message != null) {
            slots.pollFirst();
            if (head.ahead) {
                ahead -= head.length + SLOT_BYTES;
            }
            head.message.admittedLate();
            admitted.accept(head.message);
            advanceHead();
            head = slots.peekFirst();
        }
        waiting = slots.size();
    }

    private boolean isAdmitted(Slot slot) {
        return slot.acquired == throttles.stages();
    }

    /** Only the first in line asks the throttles, one after the other. */
    private void advanceHead() {
        Slot head = slots.peekFirst();
        if (head == null) {
            return;
        }
        while (head.acquired < throttles.stages()) {
            if (head.ticket == null) {
                head.ticket =
                        throttles.stage(head.acquired).acquire(throttles.amount(head.acquired, head.length), wake);
            }
            if (head.ticket != null && !head.ticket.isGranted()) {
                return;
            }
            head.ticket = null;
            head.acquired++;
        }
    }

    /** The link has closed: gives everything back. */
    void close() {
        if (direct && !directBypass) {
            throttles.release(throttles.stages(), directLength);
        }
        direct = false;
        for (Slot slot : slots) {
            if (slot.ticket != null) {
                throttles.stage(slot.acquired).cancel(slot.ticket);
            }
            if (!slot.bypass) {
                throttles.release(slot.acquired, slot.length);
            }
            if (slot.message != null) {
                slot.message.discard();
            }
        }
        slots.clear();
        waiting = 0;
    }
}
