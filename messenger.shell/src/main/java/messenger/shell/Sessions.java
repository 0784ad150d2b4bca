package messenger.shell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;

/** Finds sessions by the address or the name of their peer. */
final class Sessions {
    private static final Pattern NAME = Pattern.compile("[a-z]+\\.\\d+");

    private Sessions() {}

    /** The session with the peer at an address; one without a nonce means whoever is there. */
    static Optional<Connection> find(Messenger messenger, EntityAddress address) {
        return messenger.connections().stream()
                .filter(c -> matches(c.peerAddress(), address))
                .findFirst();
    }

    /**
     * The session with a peer, given by its address or, if only one session is with it, by its name.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    static Connection require(Messenger messenger, String peer) {
        if (!isName(peer)) {
            EntityAddress address = EntityAddress.parse(peer);
            return find(messenger, address).orElseThrow(() -> none(messenger, address));
        }
        EntityName name = EntityName.parse(peer);
        List<Connection> found = messenger.connections().stream()
                .filter(c -> c.peerName().equals(name))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(messenger.name() + " has " + found.size() + " sessions with " + name
                    + "; give an address: "
                    + String.join(
                            ", ",
                            found.stream().map(c -> c.peerAddress().toString()).toList()));
        }
        if (found.isEmpty()) {
            throw none(messenger, name);
        }
        return found.getFirst();
    }

    /** Whether a text is a name, not an address. */
    static boolean isName(String peer) {
        return NAME.matcher(peer).matches();
    }

    private static IllegalArgumentException none(Messenger messenger, Object peer) {
        List<String> peers = messenger.connections().stream()
                .map(c -> c.peerAddress() + " (" + c.peerName() + ")")
                .toList();
        return new IllegalArgumentException(messenger.name() + " has no session with " + peer + "; "
                + (peers.isEmpty() ? "it has none, msgr:connect makes one" : "it has " + String.join(", ", peers)));
    }

    /** Whether a peer's address is the wanted one; a nonce that is not given or not known matches any. */
    static boolean matches(EntityAddress peer, EntityAddress wanted) {
        return peer.scheme().equals(wanted.scheme())
                && peer.ip().equals(wanted.ip())
                && peer.port() == wanted.port()
                && (wanted.hasAnyNonce() || peer.hasAnyNonce() || peer.nonce() == wanted.nonce());
    }
}
