package messenger.api.dto;

import org.osgi.dto.DTO;

/** A link at one moment. */
public class LinkDTO extends DTO {
    /** The transport's type, such as {@code simple}. */
    public String transport;

    public String local;
    public String remote;
    public long bytesIn;
    public long bytesOut;
    /** Bytes given to the link and not yet to the network. */
    public long pendingOut;
    /** Whether reading waits for a throttle. */
    public boolean readingPaused;
}
