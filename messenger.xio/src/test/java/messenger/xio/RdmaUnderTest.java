package messenger.xio;

import java.time.Duration;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.conformance.TransportUnderTest;
import messenger.spi.Endpoint;

/** The transport on an RDMA device of the virtual machine of the tests, which is named by its address. */
record RdmaUnderTest(String host) implements TransportUnderTest {
    static final String RXE = "10.77.0.1";
    static final String SIW = "10.77.1.1";

    @Override
    public AutoCloseable attach(Endpoint endpoint, List<EntityAddress> bind) {
        XioSettings settings = XioSettings.builder()
                .bind(bind.toArray(EntityAddress[]::new))
                .ports(0, 0)
                .bindRetry(0, Duration.ZERO)
                .portals(2)
                .fabric(XioSettings.FabricChoice.RDMA)
                .build();
        return new XioMessenger(endpoint, settings);
    }

    @Override
    public EntityAddress anyPort() {
        return EntityAddress.parse("xio://" + host + ":0");
    }
}
