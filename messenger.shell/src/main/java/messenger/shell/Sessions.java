package messenger.shell;

import java.util.List;
import java.util.Optional;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.Messenger;

/** Finds sessions by the address of their peer. */
final class Sessions {
    private Sessions() {}

    /** The session with the peer at an address; one without a nonce means whoever is there. */
    static Optional<Connection> find(Messenger messenger, EntityAddress address) {
        return messenger.connections().stream()
                .filter(c -> matches(c.peerAddress(), address))
                .findFirst();
    }

    /**
     * As {@link #find}.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    static Connection require(Messenger messenger, String address) {
        EntityAddress wanted = EntityAddress.parse(address);
        return find(messenger, wanted)
                .orElseThrow(() -> new IllegalArgumentException(
                        messenger.name() + " has no session with " + wanted + "; " + those(messenger)));
    }

    private static String those(Messenger messenger) {
        List<String> peers = messenger.connections().stream()
                .map(c -> c.peerAddress() + " (" + c.peerName() + ")")
                .toList();
        return peers.isEmpty() ? "it has none, msgr:connect makes one" : "it has " + String.join(", ", peers);
    }

    private static boolean matches(EntityAddress peer, EntityAddress wanted) {
        return peer.scheme().equals(wanted.scheme())
                && peer.ip().equals(wanted.ip())
                && peer.port() == wanted.port()
                && (wanted.hasAnyNonce() || peer.hasAnyNonce() || peer.nonce() == wanted.nonce());
    }
}
