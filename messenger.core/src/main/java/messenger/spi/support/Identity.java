package messenger.spi.support;

import java.net.InetAddress;
import messenger.api.EntityAddress;
import messenger.spi.LinkFault;

/** Which addresses a handshake announces, and who may answer to a dialled one (messenger v1: wrong-node rule). */
public final class Identity {
    private Identity() {}

    /**
     * What an acceptor announces: the endpoint's address, at the port that the dialler reached; it takes it for the wrong
     * node otherwise. Where the endpoint's address is another transport's, which may have another network, it announces the
     * IP that was reached as well.
     */
    public static EntityAddress ofAcceptor(String scheme, EntityAddress canonical, InetAddress localIp, int localPort) {
        boolean own = canonical.scheme().equals(scheme) && !canonical.isBlankIp();
        return new EntityAddress(
                scheme, own || localIp.isAnyLocalAddress() ? canonical.ip() : localIp, localPort, nonce(canonical));
    }

    /** What a dialler announces: the endpoint's address, with the IP that the acceptor observed while it has none. */
    public static EntityAddress ofDialler(String scheme, EntityAddress canonical, EntityAddress observed) {
        return ofDialler(scheme, canonical.isBlankIp() ? canonical.withIp(observed.ip()) : canonical);
    }

    /** What a dialler announces that speaks first: the endpoint's address, whose IP is blank while it has none. */
    public static EntityAddress ofDialler(String scheme, EntityAddress canonical) {
        return new EntityAddress(scheme, canonical.ip(), canonical.port(), nonce(canonical));
    }

    private static long nonce(EntityAddress address) {
        return address.hasAnyNonce() ? 0 : address.nonce();
    }

    /** A peer as it announces itself, at the IP it was seen at while it announces none. */
    public static EntityAddress ofPeer(EntityAddress announced, InetAddress seenAt) {
        return announced.isBlankIp() ? announced.withIp(seenAt) : announced;
    }

    /**
     * Checks that who answers is who was dialled.
     *
     * @throws LinkFaultException naming both addresses
     */
    public static void check(EntityAddress dialled, EntityAddress announced) throws LinkFaultException {
        boolean sameIp =
                announced.isBlankIp() || dialled.isBlankIp() || announced.ip().equals(dialled.ip());
        boolean samePort = announced.port() == dialled.port();
        boolean sameNonce = dialled.hasAnyNonce() || announced.nonce() == dialled.nonce();
        if (!(sameIp && samePort && sameNonce)) {
            throw new LinkFaultException(
                    LinkFault.Kind.WRONG_PEER,
                    "dialled " + dialled + " but " + announced + " answered: "
                            + (sameIp && samePort
                                    ? "another instance runs there now; learn its nonce"
                                    : "it announces another address; dial that one, or bind it to the one dialled"));
        }
    }
}
