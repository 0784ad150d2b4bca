package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Epoll;

/** A device in the hands of one worker: the completion queues that it has there. Belongs to the worker. */
final class QueueDevice {
    private final RdmaQueue queue;
    private final RdmaDevice device;
    private final Epoll.Registration<Object> events;
    private final List<CompletionPair> pairs = new ArrayList<>();
    /** Keeps librdmacm from closing the device while there are no connections. */
    private RdmaCmId last;

    QueueDevice(RdmaQueue queue, RdmaDevice device) throws IOException {
        this.queue = queue;
        this.device = device;
        events = queue.epoll().add(new Descriptor(device.descriptor()), Epoll.IN, device);
    }

    RdmaDevice device() {
        return device;
    }

    /** Completion queues that have room for a queue pair's requests. */
    CompletionPair completions(int sends, int receives) throws IOException {
        for (CompletionPair each : pairs) {
            if (each.reserve(sends, receives)) {
                return each;
            }
        }
        CompletionPair made = new CompletionPair(queue, device, sends, receives);
        made.reserve(sends, receives);
        pairs.add(made);
        return made;
    }

    /** Hands completions that are there to their queue pairs, some of them. */
    int poll() throws IOException {
        int handled = 0;
        for (int i = 0; i < pairs.size(); i++) {
            handled += poll(pairs.get(i).sent());
            handled += poll(pairs.get(i).received());
        }
        return handled;
    }

    private int poll(CompletionSource source) throws IOException {
        int handled = 0;
        while (handled < CompletionSource.BATCH) {
            IbvWC completion = source.take();
            if (completion == null) {
                break;
            }
            handled++;
            RdmaQueuePair pair = queue.ids().find(completion.getWr_id());
            if (pair != null) {
                pair.completed(completion);
            }
        }
        return handled;
    }

    /** Hands all completions that are there to their queue pairs. */
    void drain(CompletionPair pair) throws IOException {
        while (poll(pair.sent()) + poll(pair.received()) > 0) {
            continue;
        }
    }

    void arm() throws IOException {
        for (int i = 0; i < pairs.size(); i++) {
            pairs.get(i).arm();
        }
    }

    boolean fill() throws IOException {
        boolean some = false;
        for (int i = 0; i < pairs.size(); i++) {
            some |= pairs.get(i).fill();
        }
        return some;
    }

    /** Takes an id whose queue pair has ended. */
    void retire(RdmaCmId id) throws IOException {
        if (last == null) {
            last = id;
        } else {
            id.destroyId();
        }
    }

    /** After all its queue pairs. */
    void close() throws IOException {
        events.close();
        for (CompletionPair each : pairs) {
            each.close();
        }
        pairs.clear();
        queue.fabric().registry().release(device);
        if (last != null) {
            last.destroyId();
        }
    }
}
