package messenger.simple;

import java.time.Duration;
import messenger.api.EntityAddress;

/** Settings for tests: ports that the system chooses, no waiting. */
final class Settings {
    static final EntityAddress ANY_LOCAL = EntityAddress.parse("tcp://127.0.0.1:0");

    private Settings() {}

    static SimpleSettings.Builder builder() {
        return SimpleSettings.builder().anyPort().bindRetry(0, Duration.ZERO).threads(1);
    }

    static SimpleSettings listening() {
        return builder().bind(ANY_LOCAL).build();
    }

    static SimpleSettings dialling() {
        return builder().build();
    }
}
