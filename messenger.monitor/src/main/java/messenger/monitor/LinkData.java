package messenger.monitor;

import messenger.api.dto.LinkDTO;
import messenger.api.dto.SessionDTO;

/** A session's link as JMX shows it: the values of {@link LinkDTO}, and whose link it is. */
public record LinkData(
        String peerName,
        String peerAddress,
        String transport,
        String local,
        String remote,
        long bytesIn,
        long bytesOut,
        long pendingOut,
        boolean readingPaused) {
    static LinkData of(SessionDTO session) {
        LinkDTO dto = session.link;
        return new LinkData(
                session.peerName,
                session.peerAddress,
                dto.transport,
                dto.local,
                dto.remote,
                dto.bytesIn,
                dto.bytesOut,
                dto.pendingOut,
                dto.readingPaused);
    }
}
