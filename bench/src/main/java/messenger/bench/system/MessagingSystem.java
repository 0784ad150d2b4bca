package messenger.bench.system;

import java.io.IOException;
import java.util.function.Supplier;

/** A messaging system under test, in the process that listens or in one that connects. */
public interface MessagingSystem extends AutoCloseable {
    /**
     * Listens on this host.
     *
     * @param receivers makes the receiver of each channel that a peer opens
     * @return what {@link #connect} in another process needs; one word
     */
    String listen(Supplier<Receiver> receivers) throws Exception;

    /** Opens a channel to who listens; it can be sent on when this returns. Called several times for several channels. */
    Channel connect(String address, Receiver receiver) throws Exception;

    @Override
    void close() throws IOException;
}
