package messenger.api.dto;

import java.util.List;
import org.osgi.dto.DTO;

/** A kind of network below a transport, at one moment. */
public class FabricDTO extends DTO {
    /** The transport's type, such as {@code xio}. */
    public String transport;

    /** Such as {@code rdma} or {@code shm}. */
    public String fabric;
    /** Why it cannot be used here, with the remedy; null if it can. */
    public String unavailable;
    /** Empty if there are none, or if it needs none. */
    public List<DeviceDTO> devices;
}
