package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import messenger.spi.LinkFault;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.EventFd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one worker polls and waits for: completions, events of connections, commands of other threads. */
final class RdmaQueue implements CompletionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaQueue.class);
    /** How often to ask for events of connections while never sleeping, in nanoseconds: it is a system call. */
    private static final long EVENTS_NANOS = 1_000_000;
    /** How long to sleep at most while connections wait to be closed, in nanoseconds. */
    private static final long CLOSING_NANOS = 10_000_000;

    private final RdmaFabric fabric;
    private final String name;
    private final Epoll<Object> epoll;
    private final EventFd wake;
    private final RdmaEventChannel channel;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Set<RdmaListener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean asleep;
    private volatile boolean woken;

    private final WorkIds ids = new WorkIds();
    private final List<QueueDevice> devices = new ArrayList<>();
    private final Set<RdmaQueuePair> pairs = new HashSet<>();
    private final List<RdmaQueuePair> closing = new ArrayList<>();
    private boolean eventsReady;
    private long nextEvents = System.nanoTime();
    private long nextLook = System.nanoTime();
    private boolean closed;

    RdmaQueue(RdmaFabric fabric, String name) throws IOException {
        this.fabric = fabric;
        this.name = name;
        channel = fabric.createChannel();
        epoll = new Epoll<>();
        wake = new EventFd();
        epoll.add(wake.descriptor(), Epoll.IN, wake);
        epoll.add(new Descriptor(channel.getFd()), Epoll.IN, channel);
    }

    RdmaFabric fabric() {
        return fabric;
    }

    RdmaCm cm() {
        return fabric.verbs().cm();
    }

    RdmaEventChannel channel() {
        return channel;
    }

    Epoll<Object> epoll() {
        return epoll;
    }

    WorkIds ids() {
        return ids;
    }

    /** Has the worker run something. Any thread. */
    void execute(Runnable command) {
        commands.add(command);
        wakeup();
    }

    FabricListener listen(InetSocketAddress address, Consumer<IncomingConnection> taker) throws IOException {
        RdmaListener listener = new RdmaListener(this, address, taker);
        listener.begin();
        listeners.add(listener);
        return listener;
    }

    void closed(RdmaListener listener) {
        listeners.remove(listener);
    }

    /** This worker's part of the device of an id. */
    QueueDevice device(RdmaCmId id) throws IOException {
        long key = fabric.verbs().key(id.getVerbs());
        for (QueueDevice each : devices) {
            if (each.device().key() == key) {
                return each;
            }
        }
        RdmaDevice device = fabric.registry().acquire(id.getVerbs());
        QueueDevice made = new QueueDevice(this, device);
        devices.add(made);
        return made;
    }

    /** Ends an id without a queue pair. */
    void retire(RdmaCmId id) throws IOException {
        long key = id.getVerbs() == null ? 0 : fabric.verbs().key(id.getVerbs());
        for (QueueDevice each : devices) {
            if (each.device().key() == key) {
                each.retire(id);
                return;
            }
        }
        id.destroyId();
    }

    /** Takes a connection in. */
    boolean begin(RdmaQueuePair pair) {
        return pairs.add(pair);
    }

    void closing(RdmaQueuePair pair) {
        if (pairs.contains(pair) && !closing.contains(pair)) {
            closing.add(pair);
            pair.beginClose(System.nanoTime());
        }
    }

    /** The device has given back what a connection had under way; perhaps an event tells why. */
    void broken(RdmaQueuePair pair) {
        eventsReady = true;
        closing(pair);
    }

    void drain(Resources resources) throws IOException {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).device() == resources.device()) {
                devices.get(i).drain(resources.completions());
            }
        }
    }

    @Override
    public int poll() throws IOException {
        int handled = commands();
        for (int i = 0; i < devices.size(); i++) {
            handled += devices.get(i).poll();
        }
        long now = System.nanoTime();
        if (eventsReady || now - nextEvents >= 0) {
            eventsReady = false;
            nextEvents = now + EVENTS_NANOS;
            handled += events();
        }
        if (now - nextLook >= 0) {
            nextLook = now + RdmaDevices.LOOK_NANOS;
            look(now);
        }
        return handled + finish(now, false);
    }

    private int commands() {
        int handled = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            handled++;
        }
        return handled;
    }

    private int events() throws IOException {
        int handled = 0;
        for (RdmaCmEvent event = channel.getCmEvent(0); event != null; event = channel.getCmEvent(0)) {
            ConnectionEvent copy = ConnectionEvent.copy(event);
            RdmaCmId receiver = event.getListenIdPriv() == null ? event.getConnIdPriv() : event.getListenIdPriv();
            event.ackEvent();
            ConnectionOwner owner = fabric.owner(receiver);
            if (owner == null) {
                LOG.debug("Event {} of a connection that has ended", copy.type());
            } else if (owner.queue() == this) {
                owner.event(copy);
            } else {
                owner.queue().execute(() -> owner.event(copy));
            }
            handled++;
        }
        return handled;
    }

    private int finish(long now, boolean atOnce) throws IOException {
        int finished = 0;
        for (int i = closing.size() - 1; i >= 0; i--) {
            RdmaQueuePair pair = closing.get(i);
            if (pair.finish(now, atOnce)) {
                closing.remove(pair);
                pairs.remove(pair);
                finished++;
            }
        }
        return finished;
    }

    /** Looks for devices that were taken away, and for those that are back. */
    private void look(long now) throws IOException {
        fabric.registry().look(now);
        boolean some = false;
        for (RdmaListener listener : listeners) {
            if (listener.stranded()) {
                listener.pause();
                some = true;
            }
        }
        for (int i = devices.size() - 1; i >= 0; i--) {
            if (devices.get(i).device().gone()) {
                giveUp(devices.get(i));
                some = true;
            }
        }
        if (some) {
            fabric.registry().refresh();
        } else {
            listeners.forEach(RdmaListener::resume);
        }
    }

    private void giveUp(QueueDevice gone) throws IOException {
        LOG.warn(
                "RDMA device {} has failed or was taken away: its connections end",
                gone.device().name());
        for (RdmaQueuePair pair : List.copyOf(pairs)) {
            if (pair.on(gone.device())) {
                pair.close(Faults.removed(gone.device().name(), pair.toString()));
                closing(pair);
            }
        }
        finish(System.nanoTime(), true);
        devices.remove(gone);
        gone.close();
    }

    @Override
    public void await(long nanos) throws IOException {
        asleep = true;
        try {
            if (!woken && commands.isEmpty() && !prepare()) {
                sleep(nanos);
            }
        } finally {
            asleep = false;
            woken = false;
        }
    }

    /** Has completions wake this worker, and says whether there are some already. */
    private boolean prepare() throws IOException {
        for (int i = 0; i < devices.size(); i++) {
            devices.get(i).arm();
        }
        boolean some = false;
        for (int i = 0; i < devices.size(); i++) {
            some |= devices.get(i).fill();
        }
        return some;
    }

    /** Sleeps until something has come; wakes in between to look at the devices. */
    private void sleep(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        int found;
        do {
            found = epoll.await(bounded(left));
            left = nanos < 0 ? nanos : Math.max(0, end - System.nanoTime());
        } while (found == 0 && left != 0 && closing.isEmpty() && !overdue());
        for (int i = 0; i < found; i++) {
            ready(epoll.attachment(i));
        }
    }

    /** Looks at the devices, if it is time to. Whether there is something to give up, which {@link #poll} does. */
    private boolean overdue() {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return false;
        }
        fabric.registry().look(now);
        boolean gone = false;
        for (int i = 0; i < devices.size(); i++) {
            gone |= devices.get(i).device().gone();
        }
        for (RdmaListener listener : listeners) {
            gone |= listener.stranded();
        }
        if (!gone) {
            nextLook = now + RdmaDevices.LOOK_NANOS;
            listeners.forEach(RdmaListener::resume);
        }
        return gone;
    }

    private long bounded(long nanos) {
        long most = !closing.isEmpty()
                ? CLOSING_NANOS
                : devices.isEmpty() && listeners.isEmpty() ? Long.MAX_VALUE : RdmaDevices.LOOK_NANOS;
        return nanos < 0 ? (most == Long.MAX_VALUE ? -1 : most) : Math.min(nanos, most);
    }

    private void ready(Object source) throws IOException {
        switch (source) {
            case CompletionSource completions -> completions.disarm();
            case RdmaDevice device -> {
                device.look();
                nextLook = System.nanoTime();
            }
            case EventFd event -> event.reset();
            case RdmaEventChannel events -> eventsReady = true;
            case null -> {
                // it has ended meanwhile
            }
            default -> throw new AssertionError(source);
        }
    }

    @Override
    public void wakeup() {
        woken = true;
        if (asleep) {
            wake.signal();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(listeners).forEach(RdmaListener::close);
        commands();
        fabric.owners(this).forEach(owner -> {
            if (owner instanceof RdmaIncoming incoming) {
                incoming.giveUp();
            }
        });
        for (RdmaQueuePair pair : List.copyOf(pairs)) {
            pair.close(LinkFault.local("The queue " + name + " has been closed"));
        }
        commands();
        try {
            finish(System.nanoTime(), true);
            for (QueueDevice each : devices) {
                each.close();
            }
        } catch (IOException e) {
            LOG.warn("Queue {} was not closed in full: {}", name, e.getMessage());
        }
        devices.clear();
        try {
            channel.destroyEventChannel();
        } catch (IOException e) {
            LOG.debug("Queue {}: its event channel", name, e);
        }
        epoll.close();
        wake.close();
    }
}
