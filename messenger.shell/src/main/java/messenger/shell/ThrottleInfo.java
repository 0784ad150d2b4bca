package messenger.shell;

import messenger.api.dto.ThrottleDTO;

/**
 * A throttle and whose it is.
 *
 * @param endpoint name of the endpoint
 * @param throttle its state
 */
public record ThrottleInfo(String endpoint, ThrottleDTO throttle) {}
