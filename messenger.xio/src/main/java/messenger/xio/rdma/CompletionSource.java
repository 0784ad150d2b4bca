package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCReqNotify;
import java.io.IOException;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Epoll;

/**
 * A completion queue of a device with a channel of its own, shared by the queue pairs of one worker as far as it has
 * entries for what they have under way. Belongs to the worker.
 */
final class CompletionSource {
    static final int BATCH = 64;

    private final IbvCompChannel channel;
    private final IbvCQ queue;
    private final SVCPollCq poll;
    private final SVCReqNotify notify;
    private final IbvWC[] completions = new IbvWC[BATCH];
    private final Epoll.Registration<Object> registration;
    private int next;
    private int count;
    private boolean armed;
    private int events;
    private int free;
    /** Entries of queue pairs that have ended, perhaps still taken by what they left. */
    private int leaving;

    CompletionSource(RdmaQueue owner, RdmaDevice device, int entries) throws IOException {
        channel = device.context().createCompChannel();
        try {
            queue = device.context().createCQ(channel, entries, 0);
        } catch (IOException e) {
            channel.destroyCompChannel();
            throw new IOException(
                    "RDMA device " + device.name() + " has no completion queue of " + entries
                            + " entries more (at most " + device.limits().completionQueues() + "): " + e.getMessage()
                            + "; lower the number of portals, or spread endpoints over more devices",
                    e);
        }
        for (int i = 0; i < BATCH; i++) {
            completions[i] = new IbvWC();
        }
        poll = queue.poll(completions, BATCH);
        notify = queue.reqNotification(false);
        free = entries;
        registration = owner.epoll().add(new Descriptor(owner.fabric().verbs().descriptor(channel)), Epoll.IN, this);
    }

    IbvCQ queue() {
        return queue;
    }

    /** Sets entries aside for a queue pair; false if there are not enough. */
    boolean reserve(int entries) {
        if (free < entries) {
            return false;
        }
        free -= entries;
        return true;
    }

    void giveBack(int entries) {
        leaving += entries;
    }

    /** The next completion, or null if there is none now. */
    IbvWC take() throws IOException {
        return fill() ? completions[next++] : null;
    }

    /** Whether there is a completion to take. */
    boolean fill() throws IOException {
        if (next < count) {
            return true;
        }
        next = 0;
        count = 0;
        count = poll.execute().getPolls();
        if (count == 0) {
            free += leaving;
            leaving = 0;
        }
        return count > 0;
    }

    /** Has its descriptor become readable at the next completion. */
    void arm() throws IOException {
        if (!armed) {
            notify.execute();
            armed = true;
        }
    }

    /** Takes the event of its channel: there is one each time that it was armed. */
    void disarm() throws IOException {
        if (channel.getCqEvent(queue, 0)) {
            events++;
            armed = false;
        }
    }

    /** After its queue pairs. */
    void close() throws IOException {
        registration.close();
        disarm();
        queue.ackEvents(events);
        poll.free();
        notify.free();
        queue.destroyCQ();
        channel.destroyCompChannel();
    }
}
