package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the mapping of a siw device that libibverbs's siw driver cannot tell from an error: the one at page 144 (0x90000
 * bytes). Queues are mapped into the process one behind the other; the queue that begins there could not be made. A
 * completion queue that nobody uses covers that page, if it is the first that is made on its context.
 */
final class MappingSpacer {
    private static final Logger LOG = LoggerFactory.getLogger(MappingSpacer.class);
    /** At 32 bytes each, more than 144 pages. */
    private static final int ENTRIES = 20_000;

    private final IbvCompChannel channel;
    private final IbvCQ queue;

    MappingSpacer(IbvContext context) throws IOException {
        channel = context.createCompChannel();
        try {
            queue = context.createCQ(channel, ENTRIES, 0);
        } catch (IOException e) {
            channel.destroyCompChannel();
            throw e;
        }
    }

    void close() {
        try {
            queue.destroyCQ();
            channel.destroyCompChannel();
        } catch (IOException e) {
            LOG.debug("A completion queue could not be ended", e);
        }
    }
}
