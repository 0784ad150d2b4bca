package messenger.core;

import java.util.ArrayList;
import java.util.List;
import messenger.api.EntityAddress;

/** Transports and links of one run of a model, all on one thread. */
final class StepNetwork {
    private final List<StepTransport> transports = new ArrayList<>();
    private final List<StepLink> links = new ArrayList<>();

    void add(StepTransport transport) {
        transports.add(transport);
    }

    void remove(StepTransport transport) {
        transports.remove(transport);
    }

    boolean contains(StepTransport transport) {
        return transports.contains(transport);
    }

    void add(StepLink link) {
        links.add(link);
    }

    int number(StepLink link) {
        return links.indexOf(link);
    }

    /** Who listens at an address, or null. */
    StepTransport listener(EntityAddress address) {
        for (StepTransport transport : transports) {
            if (transport.addresses().stream()
                    .anyMatch(a -> a.scheme().equals(address.scheme()) && a.port() == address.port())) {
                return transport;
            }
        }
        return null;
    }

    /** The links on which a step can be taken, the oldest first. */
    List<StepLink> enabled() {
        return links.stream().filter(StepLink::isEnabled).toList();
    }

    /** The links that are open, one end of each connection. */
    List<StepLink> open() {
        return links.stream().filter(link -> link.isOpen() && link.isLive()).toList();
    }

    /** Takes steps, always of the oldest link that can, until none is left. */
    void settle() {
        int steps = 0;
        for (List<StepLink> enabled = enabled(); !enabled.isEmpty(); enabled = enabled()) {
            enabled.getFirst().step();
            if (++steps > 10_000) {
                throw new AssertionError("the model does not come to rest: " + enabled);
            }
        }
    }
}
