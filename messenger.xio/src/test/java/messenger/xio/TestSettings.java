package messenger.xio;

import java.time.Duration;
import messenger.api.EntityAddress;

/** Settings for tests: one worker, which never spins, and the sizes that their wire conversations spell out. */
final class TestSettings {
    static final int CREDITS = 8;
    static final int DATAGRAM = 1024;

    private TestSettings() {}

    static XioSettings.Builder builder() {
        return XioSettings.builder()
                .bind(EntityAddress.parse("xio://127.0.0.1:0"))
                .ports(0, 0)
                .bindRetry(0, Duration.ZERO)
                .spin(Duration.ZERO)
                .credits(32)
                .datagramMax(4096)
                .portals(1);
    }

    /** As small as sizes may be, so that they matter. */
    static XioSettings.Builder small() {
        return builder().credits(CREDITS).datagramMax(DATAGRAM);
    }
}
