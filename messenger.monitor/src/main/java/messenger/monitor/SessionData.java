package messenger.monitor;

import java.util.List;
import messenger.api.dto.SessionDTO;

/** A session as JMX shows it: the values of {@link SessionDTO}, but for the link, of which only the transport. */
public record SessionData(
        String peerName,
        String peerAddress,
        String localAddress,
        String state,
        long sinceMillis,
        String policy,
        long features,
        long connectSeq,
        long globalSeq,
        long peerGlobalSeq,
        long inSeq,
        long outSeq,
        long queued,
        long unacknowledged,
        long storedBytes,
        long sent,
        long received,
        long sentBytes,
        long receivedBytes,
        long replayed,
        long duplicatesDropped,
        long reconnects,
        long throttled,
        String lastFault,
        List<String> trace,
        String transport) {
    static SessionData of(SessionDTO dto) {
        return new SessionData(
                dto.peerName,
                dto.peerAddress,
                dto.localAddress,
                dto.state,
                dto.sinceMillis,
                dto.policy,
                dto.features,
                dto.connectSeq,
                dto.globalSeq,
                dto.peerGlobalSeq,
                dto.inSeq,
                dto.outSeq,
                dto.queued,
                dto.unacknowledged,
                dto.storedBytes,
                dto.sent,
                dto.received,
                dto.sentBytes,
                dto.receivedBytes,
                dto.replayed,
                dto.duplicatesDropped,
                dto.reconnects,
                dto.throttled,
                dto.lastFault,
                dto.trace == null ? List.of() : List.of(dto.trace),
                dto.link == null ? null : dto.link.transport);
    }
}
