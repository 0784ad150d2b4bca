package messenger.xio.rdma;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import messenger.spi.LinkFault;
import messenger.xio.fabric.QueuePairHandler;

/** Keeps a handler's defects to its own connection. */
final class GuardedHandler implements QueuePairHandler {
    private final QueuePairHandler handler;
    private final Consumer<RuntimeException> defect;

    GuardedHandler(QueuePairHandler handler, Consumer<RuntimeException> defect) {
        this.handler = handler;
        this.defect = defect;
    }

    @Override
    public void connected(ByteBuffer privateData) {
        try {
            handler.connected(privateData);
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }

    @Override
    public void refused(ByteBuffer privateData) {
        try {
            handler.refused(privateData);
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }

    @Override
    public void received(ByteBuffer datagram) {
        try {
            handler.received(datagram);
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }

    @Override
    public void sendable() {
        try {
            handler.sendable();
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }

    @Override
    public void transferred(long id) {
        try {
            handler.transferred(id);
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }

    @Override
    public void closed(LinkFault fault) {
        try {
            handler.closed(fault);
        } catch (RuntimeException e) {
            defect.accept(e);
        }
    }
}
