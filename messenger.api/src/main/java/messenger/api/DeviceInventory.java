package messenger.api;

import java.util.List;
import messenger.api.dto.FabricDTO;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a transport could use of this machine. Registered as a service by transports for which this is a question, so that
 * consoles can show it. Thread safe.
 */
@ConsumerType
public interface DeviceInventory {
    /** The kinds of network that the transport can use, with the devices they have now; may ask the devices. */
    List<FabricDTO> fabrics();
}
