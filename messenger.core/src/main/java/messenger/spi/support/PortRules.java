package messenger.spi.support;

import java.time.Duration;

/**
 * How a transport chooses ports.
 *
 * @param pid of the transport's configuration
 * @param portMin first port of the range for addresses with port 0
 * @param portMax last port of that range; 0 has the system choose any
 * @param retries how often binding is tried again
 * @param retryDelay wait between those attempts
 * @param whoHasIt command in brackets that shows who has a port, or empty
 */
public record PortRules(String pid, int portMin, int portMax, int retries, Duration retryDelay, String whoHasIt) {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException naming the configuration key, its value and what is allowed
     */
    public PortRules {
        SettingChecks.range("bind.port.min", portMin, 0, 0xffff);
        SettingChecks.range("bind.port.max", portMax, portMin, 0xffff);
        if (portMin == 0 && portMax != 0) {
            throw new IllegalArgumentException("bind.port.min 0 is not allowed with bind.port.max " + portMax
                    + "; allowed: 1.." + portMax + ", or 0 for both to have the system choose");
        }
        SettingChecks.range("bind.retry.count", retries, 0, 1_000);
        if (retryDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "bind.retry.delay " + retryDelay.toMillis() + " is not allowed; allowed: 0 ms or more");
        }
    }
}
