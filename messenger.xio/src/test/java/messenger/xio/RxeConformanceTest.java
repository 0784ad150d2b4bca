package messenger.xio;

import messenger.conformance.TransportConformance;
import messenger.conformance.TransportUnderTest;
import org.junit.jupiter.api.Tag;

/** The behavioural suite over soft-RoCE. */
@Tag("rdma")
class RxeConformanceTest extends TransportConformance {
    @Override
    protected TransportUnderTest transport() {
        return new RdmaUnderTest(RdmaUnderTest.RXE);
    }
}
