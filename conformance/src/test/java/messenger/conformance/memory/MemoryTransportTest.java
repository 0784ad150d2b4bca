package messenger.conformance.memory;

import messenger.conformance.TransportConformance;
import messenger.conformance.TransportUnderTest;

/** The suite over links in memory: messenger.core, without a network. */
class MemoryTransportTest extends TransportConformance {
    @Override
    protected TransportUnderTest transport() {
        return new MemoryNetwork();
    }
}
