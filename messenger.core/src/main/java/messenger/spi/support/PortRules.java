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
public record PortRules(String pid, int portMin, int portMax, int retries, Duration retryDelay, String whoHasIt) {}
