package messenger.monitor;

import java.util.Map;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.ThrottleDTO;

/**
 * Figures of an endpoint at one moment. Not changed any more.
 *
 * @param peers by type of peer, or by peer
 * @param transports by type
 * @param throttles by name
 */
record Figures(
        MessengerDTO state,
        Map<String, PeerFigures> peers,
        Map<String, TransportFigures> transports,
        Map<String, ThrottleDTO> throttles) {}
