package messenger.api.dto;

import java.util.List;
import org.osgi.dto.DTO;

/** A messenger and its endpoint at one moment. Sizes in bytes. */
public class MessengerDTO extends DTO {
    public String name;
    /** {@code any} or the transport's type. */
    public String type;

    public String address;
    public List<String> addresses;
    /** Types of the attached transports. */
    public List<String> transports;

    public List<SessionDTO> sessions;
    /** Links that do not belong to a session yet. */
    public int handshakes;
    /** Messages and events waiting for dispatch, and how long the first of them has waited, in nanoseconds. */
    public long dispatchQueued;

    public long dispatchOldestNanos;
    public long dispatched;
    /** Names of required Dispatchers that are absent; dispatch waits for them. */
    public List<String> missingDispatchers;

    public List<ThrottleDTO> throttles;
    /** Shared by all endpoints. */
    public MemoryDTO memory;
}
