package messenger.api.dto;

import org.osgi.dto.DTO;

/** A throttle at one moment. */
public class ThrottleDTO extends DTO {
    /** What it limits, such as {@code client.bytes} or {@code dispatch.bytes}. */
    public String name;

    public long used;
    /** 0 for no limit. */
    public long limit;
    /** Receivers that wait for it. */
    public int waiting;
}
