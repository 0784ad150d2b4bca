package messenger.simple;

import messenger.spi.Features;

/** Feature bits of a link: those of the last connect, and those that hold since the successful reply. Thread safe. */
final class Negotiation {
    private volatile long offered;
    private volatile long features;

    /** A connect was sent or arrived. */
    void offer(long bits) {
        offered = bits;
    }

    /** The reply that opens the link was sent or arrived. */
    void settle(long replied) {
        features = offered & replied;
    }

    /** Whether footers have a signature field. */
    boolean signature() {
        return (features & Features.MSG_AUTH) != 0;
    }

    /** Whether the peer answers keepalives with time stamps. */
    boolean keepalive2() {
        return (features & Features.KEEPALIVE2) != 0;
    }
}
