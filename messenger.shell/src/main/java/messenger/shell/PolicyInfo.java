package messenger.shell;

import messenger.api.Policy;

/**
 * What holds for new sessions with peers of a type.
 *
 * @param endpoint name of the endpoint
 * @param type of the peers
 * @param policy in force
 */
public record PolicyInfo(String endpoint, String type, Policy policy) {}
