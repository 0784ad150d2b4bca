package messenger.simple;

import java.util.function.Supplier;
import messenger.spi.FaultInjector;
import messenger.spi.LinkFault;

/**
 * Faults made on purpose on one link.
 *
 * @param faults decides which calls fail
 * @param peer names the peer
 */
record Injection(Supplier<FaultInjector> faults, Supplier<String> peer) {
    /**
     * Asked before each I/O call.
     *
     * @param operation what the call does, such as {@code read}
     * @throws PipeFault if the call is to fail
     */
    void check(String operation) throws PipeFault {
        if (faults.get().failNext()) {
            throw new PipeFault(
                    LinkFault.Kind.INJECTED,
                    "peer " + peer.get() + ": " + operation + " failed on purpose; the endpoint's configuration injects"
                            + " socket failures");
        }
    }
}
