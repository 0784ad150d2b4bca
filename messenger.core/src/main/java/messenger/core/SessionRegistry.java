package messenger.core;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import messenger.api.EntityAddress;

/** The sessions of an endpoint by their peer's address, whatever the transport. Thread safe. */
final class SessionRegistry {
    private record Key(InetAddress ip, int port, long nonce) {
        static Key of(EntityAddress address) {
            return new Key(address.ip(), address.port(), address.nonce());
        }
    }

    private final Map<Key, Session> sessions = new HashMap<>();
    /** Where their peers can be reached, too. */
    private final Map<Key, Session> aliases = new HashMap<>();

    /** Those that no address leads to. */
    private final Set<Session> separate = new HashSet<>();

    /** The session with the peer at an address; a nonce that either side does not know yet matches any. */
    synchronized Session find(EntityAddress address) {
        Session exact = sessions.getOrDefault(Key.of(address), aliases.get(Key.of(address)));
        if (exact != null || address.port() == 0) {
            return exact;
        }
        if (!address.hasAnyNonce()) {
            return sessions.get(Key.of(address.withNonce(EntityAddress.ANY_NONCE)));
        }
        Session known = null;
        for (Map.Entry<Key, Session> entry : sessions.entrySet()) {
            boolean matches = entry.getKey().port() == address.port()
                    && entry.getKey().ip().equals(address.ip());
            // of several instances, the one that lives is meant
            if (matches && (known == null || entry.getValue().openLink() != null)) {
                known = entry.getValue();
            }
        }
        return known;
    }

    /** The session at an address, made if there is none. */
    synchronized Session findOrAdd(EntityAddress address, Supplier<Session> maker) {
        Session found = find(address);
        if (found == null) {
            found = maker.get();
            sessions.put(Key.of(address), found);
        }
        return found;
    }

    /** Adds a session; false if the address has one. */
    synchronized boolean add(EntityAddress address, Session session) {
        return find(address) == null && sessions.putIfAbsent(Key.of(address), session) == null;
    }

    /** A session's peer can be reached at another address, too; ignored if that is another's. */
    synchronized void alias(EntityAddress address, Session session) {
        Key key = Key.of(address);
        if (!session.isSeparate() && !session.isClosed() && !sessions.containsKey(key)) {
            aliases.putIfAbsent(key, session);
        }
    }

    /** Ends what {@link #alias} began. */
    synchronized void unalias(EntityAddress address, Session session) {
        aliases.remove(Key.of(address), session);
    }

    /** Adds a session that is not found by its peer's address. */
    synchronized void addSeparate(Session session) {
        separate.add(session);
    }

    /** A session's peer turns out to be at another address; false if that has a session already. */
    synchronized boolean move(EntityAddress from, EntityAddress to, Session session) {
        if (session.isSeparate()) {
            return true;
        }
        Session there = sessions.putIfAbsent(Key.of(to), session);
        if (there != null && there != session) {
            return false;
        }
        if (!Key.of(from).equals(Key.of(to))) {
            sessions.remove(Key.of(from), session);
        }
        return true;
    }

    synchronized void remove(EntityAddress address, Session session) {
        sessions.remove(Key.of(address), session);
        separate.remove(session);
        session.acquaintance().forEach(alias -> aliases.remove(Key.of(alias), session));
    }

    synchronized List<Session> all() {
        List<Session> all = new ArrayList<>(sessions.values());
        all.addAll(separate);
        return all;
    }
}
