package messenger.monitor;

import messenger.api.dto.LinkDTO;

/**
 * Figures of the sessions' links of one transport.
 *
 * @param pendingOut bytes given to them and not yet to the network
 * @param paused how many do not read, because a throttle is full
 */
record TransportFigures(int links, long pendingOut, int paused) {
    static final TransportFigures NONE = new TransportFigures(0, 0, 0);

    TransportFigures plus(LinkDTO link) {
        return new TransportFigures(links + 1, pendingOut + link.pendingOut, paused + (link.readingPaused ? 1 : 0));
    }
}
