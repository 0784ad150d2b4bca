package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at an address. When its device is taken away, it listens again as soon as there is a device with that address.
 * Its lock is held while it begins or stops.
 */
final class RdmaListener implements FabricListener, ConnectionOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaListener.class);
    private static final int BACKLOG = 128;

    private final RdmaQueue queue;
    private final Consumer<IncomingConnection> taker;
    private volatile InetSocketAddress address;
    private RdmaCmId id;
    /** Its device, or null if it listens on all of them. */
    private RdmaDevice device;

    private boolean closed;

    RdmaListener(RdmaQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker) {
        this.queue = queue;
        this.address = address;
        this.taker = taker;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public RdmaQueue queue() {
        return queue;
    }

    synchronized void begin() throws IOException {
        RdmaCmId made = queue.cm().createId(queue.channel(), ConnectionSteps.PORT_SPACE_TCP);
        try {
            made.bindAddr(address);
            queue.fabric().own(made, this);
            made.listen(BACKLOG);
            address = (InetSocketAddress) made.getSource();
            if (made.getVerbs() != null) {
                device = queue.fabric().registry().acquire(made.getVerbs());
            }
            id = made;
        } catch (IOException e) {
            queue.fabric().disown(made);
            made.destroyId();
            throw new IOException(
                    "Cannot listen for RDMA at " + address.getAddress().getHostAddress() + ":" + address.getPort()
                            + ": "
                            + e.getMessage() + "; choose a free port, and an address of an RDMA device of this host"
                            + " ('rdma link', 'ip addr')",
                    e);
        }
    }

    @Override
    public void event(ConnectionEvent event) {
        switch (event.type()) {
            case RDMA_CM_EVENT_CONNECT_REQUEST -> requested(event);
            case RDMA_CM_EVENT_DEVICE_REMOVAL -> pause();
            default -> LOG.debug("Event {} of the listener at {}", event.type(), address);
        }
    }

    private void requested(ConnectionEvent event) {
        try {
            RdmaIncoming incoming = new RdmaIncoming(queue, event.id(), event.privateData());
            queue.fabric().own(event.id(), incoming);
            taker.accept(incoming);
        } catch (IOException e) {
            LOG.warn("A connection to {} was not taken: {}", address, e.getMessage());
        }
    }

    /** The device has gone. */
    synchronized void pause() {
        if (id != null) {
            queue.fabric().disown(id);
            if (device != null) {
                queue.fabric().registry().release(device);
                device = null;
            }
            try {
                id.destroyId();
            } catch (IOException e) {
                LOG.debug("The listener at {} could not be ended", address, e);
            }
            id = null;
        }
    }

    /** Listens again if it had to pause and there is a device. */
    synchronized void resume() {
        if (id == null && !closed) {
            try {
                begin();
                LOG.info("Listening for RDMA at {} again", address);
            } catch (IOException e) {
                LOG.debug("No device for the listener yet: {}", e.getMessage());
            }
        }
    }

    /** Whether its device has failed or was taken away. */
    synchronized boolean stranded() {
        return device != null && device.gone();
    }

    @Override
    public synchronized void close() {
        closed = true;
        pause();
        queue.closed(this);
    }
}
