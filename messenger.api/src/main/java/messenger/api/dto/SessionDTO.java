package messenger.api.dto;

import org.osgi.dto.DTO;

/** A session at one moment. Sizes in bytes, times in nanoseconds unless named otherwise. */
public class SessionDTO extends DTO {
    public String peerName;
    public String peerAddress;
    /** What this side announces itself as on this session's links. */
    public String localAddress;

    /** CONNECTING, ACCEPTING, OPEN, STANDBY, WAIT or CLOSED. */
    public String state;
    /** When the state last changed, in milliseconds since 1970. */
    public long sinceMillis;

    public String policy;
    public long features;
    public long connectSeq;
    public long globalSeq;
    public long peerGlobalSeq;
    public long inSeq;
    public long outSeq;
    /** Messages accepted and not handed to a link yet. */
    public long queued;
    /** Messages handed to a link and not acknowledged. */
    public long unacknowledged;
    /** What both hold. */
    public long storedBytes;

    public long sent;
    public long received;
    public long sentBytes;
    public long receivedBytes;
    /** Messages sent again after a reconnect. */
    public long replayed;

    public long duplicatesDropped;
    public long reconnects;
    /** How often the session went on by another transport than before. */
    public long swaps;
    /** Type of the transport that is about to take the session over; null unless a swap is under way. */
    public String swappingTo;
    /** Type of the transport that somebody has asked for; null for the one that ranks highest. */
    public String wantedTransport;

    public long swapFailures;
    /** Why the last swap that failed did; null if none has since the last one that did not. */
    public String lastSwapFault;
    /** How long no link carried the session when its link last changed, and at most. */
    public long lastPauseNanos;

    public long longestPauseNanos;
    /** Messages read ahead of a full throttle. */
    public long throttled;
    /** Why the last link ended; null if none has. */
    public String lastFault;
    /** The last changes of state, oldest first; each begins with its time in ISO 8601. */
    public String[] trace;
    /** The current link; null while there is none. */
    public LinkDTO link;
}
