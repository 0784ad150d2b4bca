package messenger.core;

import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import messenger.api.Sections;
import messenger.core.memory.MemoryPool;
import messenger.spi.MemoryLease;
import messenger.spi.SectionLeases;

/**
 * The sections of a received message, and the hold on the pooled memory in which they lie, if they do: it ends when both the
 * dispatch is over and the message is released. Thread safe.
 */
final class ReceivedContent {
    private final long length;
    private final boolean leased;
    private volatile Sections sections;
    private volatile boolean gone;

    // guarded by this
    private SectionLeases hold;
    private boolean dispatched;
    private boolean released;
    private boolean copied;

    ReceivedContent(Sections sections, SectionLeases hold) {
        this.sections = sections;
        this.hold = hold;
        this.leased = !hold.isEmpty();
        this.length = sections.length();
    }

    long length() {
        return length;
    }

    /**
     * The sections, not to be handed out themselves.
     *
     * @throws IllegalStateException if their memory has been released
     */
    Sections sections() {
        if (gone) {
            throw new IllegalStateException("the content of a message of " + length
                    + " bytes is asked for after the message was done with; retain() it in dispatch, or copy it there");
        }
        return sections;
    }

    /** The dispatch is over. */
    void dispatched() {
        if (leased) {
            synchronized (this) {
                dispatched = true;
                endHold();
            }
        }
    }

    /** The message is released. */
    void released() {
        if (leased) {
            synchronized (this) {
                released = true;
                endHold();
            }
        }
    }

    private void endHold() {
        if (dispatched && (released || copied)) {
            gone = !hold.isEmpty() && !copied;
            SectionLeases ended = hold;
            hold = SectionLeases.NONE;
            ended.release();
        }
    }

    /**
     * Somebody keeps the message beyond its dispatch: it leaves the pool then if little is left there.
     *
     * @return whether the sections lie elsewhere now
     */
    boolean kept(MemoryPool pool) {
        if (leased && pool.isLow()) {
            synchronized (this) {
                if (!copied && !hold.isEmpty()) {
                    copied = true;
                    sections = changed((lease, bytes) -> pool.copyToHeap(bytes));
                    return true;
                }
            }
        }
        return false;
    }

    /** Nobody will release the message: its content stays for as long as anybody refers to it. */
    void keptForGood(MemoryPool pool) {
        if (leased) {
            synchronized (this) {
                if (!copied && !hold.isEmpty()) {
                    sections = changed(pool::untilCollected);
                    hold = SectionLeases.NONE;
                }
            }
        }
    }

    private Sections changed(BiFunction<MemoryLease, ByteBuffer, ByteBuffer> change) {
        Sections now = sections;
        return new Sections(
                hold.front() == null ? now.front() : change.apply(hold.front(), now.front()),
                hold.middle() == null ? now.middle() : change.apply(hold.middle(), now.middle()),
                hold.data() == null ? now.data() : change.apply(hold.data(), now.data()));
    }
}
