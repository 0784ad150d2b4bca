package messenger.xio;

import java.nio.ByteBuffer;
import messenger.spi.LinkFault;
import messenger.spi.support.LinkFaultException;

/** Checks what a peer says in the private data of a connection, and puts into words what is wrong with it. */
final class Greetings {
    private Greetings() {}

    /** Why a connection with this private data is refused; NONE if it is not. */
    static Greeting.Refusal check(ByteBuffer privateData, Greeting own) {
        if (!Greeting.isGreeting(privateData)) {
            return Greeting.Refusal.PROTOCOL;
        }
        Greeting peer = Greeting.decode(privateData);
        if (own.versionWith(peer) == 0) {
            return Greeting.Refusal.VERSION;
        }
        return peer.isSane() ? Greeting.Refusal.NONE : Greeting.Refusal.SIZES;
    }

    /** What the acceptor said. */
    static Greeting ofAcceptor(ByteBuffer privateData, String peer) throws LinkFaultException {
        if (!Greeting.isGreeting(privateData)) {
            throw LinkFaultException.protocol(peer, "does not answer as messenger.xio does; check the address");
        }
        Greeting greeting = Greeting.decode(privateData);
        int version = greeting.highest();
        if (greeting.lowest() != version || version < Greeting.LOWEST || version > Greeting.HIGHEST) {
            throw LinkFaultException.protocol(
                    peer,
                    "chose " + greeting.versions() + " of the xio protocol, and this side speaks " + spoken()
                            + "; it is faulty");
        }
        if (!greeting.isSane()) {
            throw LinkFaultException.protocol(peer, sizes(greeting));
        }
        return greeting;
    }

    /** What a refusal means that a dialler was sent. */
    static LinkFault refusal(ByteBuffer privateData, Greeting own, String peer) {
        if (!Greeting.isGreeting(privateData)) {
            return protocol(peer, "refused the connection and is no messenger.xio; check the address");
        }
        Greeting greeting = Greeting.decode(privateData);
        return switch (greeting.refusal()) {
            case VERSION ->
                protocol(
                        peer,
                        "speaks " + greeting.versions() + " of the xio protocol, and this side " + spoken()
                                + "; update the older of the two");
            case SIZES -> protocol(peer, "refuses this side, which " + sizes(own));
            case CLOSING -> new LinkFault(LinkFault.Kind.IO, "peer " + peer + " is about to stop; try again later");
            case NONE, PROTOCOL ->
                protocol(peer, "took this side for something else than messenger.xio; check the address");
        };
    }

    /** What is wrong with a greeting that was refused, for the log of the acceptor. */
    static String reason(Greeting.Refusal refusal, ByteBuffer privateData) {
        return switch (refusal) {
            case NONE -> "nothing";
            case PROTOCOL -> "it is no messenger.xio";
            case VERSION ->
                "it speaks " + Greeting.decode(privateData).versions() + " of the xio protocol, and this side "
                        + spoken() + "; update the older of the two";
            case SIZES -> sizes(Greeting.decode(privateData));
            case CLOSING -> "messenger.xio is about to stop";
        };
    }

    private static String sizes(Greeting greeting) {
        return "announces datagrams of " + greeting.datagramMax() + " bytes and " + greeting.credits()
                + " credits; allowed: " + XioSettings.DATAGRAM_LEAST + ".." + XioSettings.DATAGRAM_LIMIT + " and "
                + XioSettings.CREDITS_LEAST + ".." + XioSettings.CREDITS_LIMIT;
    }

    private static String spoken() {
        return Greeting.LOWEST == Greeting.HIGHEST
                ? "version " + Greeting.LOWEST
                : "versions " + Greeting.LOWEST + " to " + Greeting.HIGHEST;
    }

    private static LinkFault protocol(String peer, String text) {
        return new LinkFault(LinkFault.Kind.PROTOCOL, "peer " + peer + " " + text);
    }
}
