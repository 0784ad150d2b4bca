package messenger.shell;

import java.util.List;
import messenger.api.dto.MessengerDTO;

/**
 * All endpoints.
 *
 * @param endpoints by name
 */
public record Stats(List<MessengerDTO> endpoints) {
    public Stats {
        endpoints = List.copyOf(endpoints);
    }
}
