package messenger.shell;

import messenger.api.dto.LinkDTO;

/**
 * A link and whose it is.
 *
 * @param endpoint name of the endpoint
 * @param peer name of the peer whose session it carries
 * @param link its state
 */
public record LinkInfo(String endpoint, String peer, LinkDTO link) {}
