package messenger.api.dto;

import java.util.List;
import org.osgi.dto.DTO;

/** A device at one moment. */
public class DeviceDTO extends DTO {
    /** Such as {@code rxe0}. */
    public String name;
    /** Its ports and their states, such as {@code 1: ACTIVE}. */
    public List<String> ports;
    /** Such as GIDs. */
    public List<String> addresses;
    /** Names and values, such as {@code qp 1048576}. */
    public List<String> limits;
}
