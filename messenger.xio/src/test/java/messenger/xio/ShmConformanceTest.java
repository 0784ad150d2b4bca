package messenger.xio;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.conformance.TransportConformance;
import messenger.conformance.TransportUnderTest;
import messenger.spi.Endpoint;
import org.junit.jupiter.api.io.TempDir;

/** The behavioural suite over shared memory. */
class ShmConformanceTest extends TransportConformance {
    @TempDir
    static Path directory;

    @Override
    protected TransportUnderTest transport() {
        return new TransportUnderTest() {
            @Override
            public AutoCloseable attach(Endpoint endpoint, List<EntityAddress> bind) {
                XioSettings settings = XioSettings.builder()
                        .bind(bind.toArray(EntityAddress[]::new))
                        .ports(0, 0)
                        .bindRetry(0, Duration.ZERO)
                        .portals(2)
                        .fabric(XioSettings.FabricChoice.SHM)
                        .shmDirectory(directory)
                        .build();
                return new XioMessenger(endpoint, settings);
            }

            @Override
            public EntityAddress anyPort() {
                return EntityAddress.parse("xio://127.0.0.1:0");
            }
        };
    }
}
