package messenger.spi.support;

import messenger.spi.LinkFault;

/** Ends the work on a link; carries why, and no stack trace, as the peer is to blame and not the code. */
public final class LinkFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LinkFault fault;

    public LinkFaultException(LinkFault.Kind kind, String text) {
        super(text, null, false, false);
        fault = new LinkFault(kind, text);
    }

    /** The peer broke the protocol. */
    public static LinkFaultException protocol(String peer, String text) {
        return new LinkFaultException(LinkFault.Kind.PROTOCOL, "peer " + peer + ": " + text);
    }

    public LinkFault fault() {
        return fault;
    }
}
