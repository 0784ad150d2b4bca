package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that asks to connect. Belongs to the worker of the listener's queue, until it is accepted. */
final class RdmaIncoming implements IncomingConnection, ConnectionOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaIncoming.class);

    private final RdmaQueue queue;
    private final RdmaCmId id;
    private final ByteBuffer privateData;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private boolean answered;

    RdmaIncoming(RdmaQueue queue, RdmaCmId id, ByteBuffer privateData) throws IOException {
        this.queue = queue;
        this.id = id;
        this.privateData = privateData;
        remote = (InetSocketAddress) id.getDestination();
        local = (InetSocketAddress) id.getSource();
    }

    RdmaCmId id() {
        return id;
    }

    @Override
    public RdmaQueue queue() {
        return queue;
    }

    /** The peer may have given up: accepting or refusing it then says so. */
    @Override
    public void event(ConnectionEvent event) {
        LOG.debug("Event {} of {}, which is not answered yet", event.type(), remote);
    }

    @Override
    public ByteBuffer privateData() {
        return privateData.duplicate();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public QueuePair accept(CompletionQueue worker, QueueSettings settings, ByteBuffer data, QueuePairHandler handler) {
        answer();
        RdmaQueue target = (RdmaQueue) worker;
        RdmaQueuePair pair = RdmaQueuePair.accepting(target, this, settings, data, handler);
        queue.fabric().own(id, pair);
        target.execute(pair::accept);
        return pair;
    }

    @Override
    public void reject(ByteBuffer data) {
        answer();
        queue.fabric().disown(id);
        try {
            queue.fabric().verbs().reject(id, ByteBuffer.wrap(PrivateData.copy(data)));
        } catch (IOException e) {
            LOG.debug("{} could not be told that it is refused", remote, e);
        }
        end();
    }

    /** Its queue ends and nobody has answered. */
    void giveUp() {
        if (!answered) {
            reject(PrivateData.NONE);
        }
    }

    private void answer() {
        if (answered) {
            throw new IllegalStateException("The connection of " + remote + " has been answered already");
        }
        answered = true;
    }

    private void end() {
        try {
            id.destroyId();
        } catch (IOException e) {
            LOG.debug("The request of {} could not be ended", remote, e);
        }
    }
}
