package messenger.simple;

import java.time.Duration;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.conformance.TransportConformance;
import messenger.conformance.TransportUnderTest;
import messenger.spi.Endpoint;

/** The behavioural suite over TCP. */
class SimpleConformanceTest extends TransportConformance {
    @Override
    protected TransportUnderTest transport() {
        return new TransportUnderTest() {
            @Override
            public AutoCloseable attach(Endpoint endpoint, List<EntityAddress> bind) {
                SimpleSettings settings = SimpleSettings.builder()
                        .bind(bind.toArray(EntityAddress[]::new))
                        .ports(0, 0)
                        .bindRetry(0, Duration.ZERO)
                        .threads(2)
                        .build();
                return new SimpleMessenger(endpoint, settings);
            }

            @Override
            public EntityAddress anyPort() {
                return EntityAddress.parse("tcp://127.0.0.1:0");
            }
        };
    }
}
