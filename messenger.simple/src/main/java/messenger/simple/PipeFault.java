package messenger.simple;

import messenger.spi.LinkFault;

/** Ends the work on a link; carries why, and no stack trace, as the peer is to blame and not the code. */
final class PipeFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LinkFault fault;

    PipeFault(LinkFault.Kind kind, String text) {
        super(text, null, false, false);
        fault = new LinkFault(kind, text);
    }

    static PipeFault protocol(String peer, String text) {
        return new PipeFault(LinkFault.Kind.PROTOCOL, "peer " + peer + ": " + text);
    }

    LinkFault fault() {
        return fault;
    }
}
