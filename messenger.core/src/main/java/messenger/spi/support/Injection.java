package messenger.spi.support;

import java.util.function.Supplier;
import messenger.spi.FaultInjector;
import messenger.spi.LinkFault;

/**
 * Faults made on purpose on one link.
 *
 * @param faults decides which calls fail
 * @param peer names the peer
 */
public record Injection(Supplier<FaultInjector> faults, Supplier<String> peer) {
    /**
     * Asked before each I/O call.
     *
     * @param operation what the call does, such as {@code read}
     * @throws LinkFaultException if the call is to fail
     */
    public void check(String operation) throws LinkFaultException {
        if (faults.get().failNext()) {
            throw new LinkFaultException(
                    LinkFault.Kind.INJECTED,
                    "peer " + peer.get() + ": " + operation + " failed on purpose; the endpoint's configuration injects"
                            + " socket failures");
        }
    }
}
