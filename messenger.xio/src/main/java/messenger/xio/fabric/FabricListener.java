package messenger.xio.fabric;

import java.net.InetSocketAddress;

/** Where a fabric listens. */
public interface FabricListener extends AutoCloseable {
    InetSocketAddress address();

    /** Stops listening; the address is free when this returns. Queue pairs stay. Any thread. */
    @Override
    void close();
}
