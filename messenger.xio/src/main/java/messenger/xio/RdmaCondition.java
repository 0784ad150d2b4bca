package messenger.xio;

import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to the framework whether RDMA is available. Confined to one thread at a time. */
final class RdmaCondition {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaCondition.class);

    private final FabricProbe rdma;
    private final Supplier<Runnable> publisher;
    /** Null while it is not published. */
    private Runnable withdrawal;

    private String unavailable = "nobody has looked yet";

    /**
     * Says nothing yet.
     *
     * @param publisher publishes the condition; what it returns withdraws it
     */
    RdmaCondition(FabricProbe rdma, Supplier<Runnable> publisher) {
        this.rdma = rdma;
        this.publisher = publisher;
    }

    /** Looks again. */
    void look() {
        String now = rdma.look().unavailable();
        if (!Objects.equals(now, unavailable)) {
            LOG.info("RDMA is {}", now == null ? "available" : "not available: " + now);
            unavailable = now;
        }
        if (now != null) {
            withdraw();
        } else if (withdrawal == null) {
            withdrawal = publisher.get();
        }
    }

    /** Says that it is not. */
    void withdraw() {
        if (withdrawal != null) {
            withdrawal.run();
            withdrawal = null;
        }
    }
}
