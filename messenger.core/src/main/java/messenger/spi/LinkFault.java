package messenger.spi;

import java.util.Objects;

/**
 * Why a link closed. Text only, so that nothing of the transport's classes outlives it.
 *
 * @param kind what sort of fault
 * @param text names peer, value and remedy, fit for a log line
 */
public record LinkFault(Kind kind, String text) {
    /** Sorts of faults. */
    public enum Kind {
        /** Nobody listens at the dialled address. */
        REFUSED,
        /** The network failed, or the peer closed the connection. */
        IO,
        /** The peer broke the protocol: framing, CRC, maxima, unknown tag. */
        PROTOCOL,
        /** Somebody else than the dialled party answered. */
        WRONG_PEER,
        /** The peer took too long. */
        TIMEOUT,
        /** This side closed it. */
        LOCAL,
        /** A fault that was asked for. */
        INJECTED
    }

    public LinkFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }

    public static LinkFault local(String text) {
        return new LinkFault(Kind.LOCAL, text);
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
