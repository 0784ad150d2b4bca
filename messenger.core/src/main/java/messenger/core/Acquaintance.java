package messenger.core;

import java.util.List;
import java.util.function.Consumer;
import messenger.api.EntityAddress;
import messenger.spi.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the two sides of a session have told each other by control frames: the session's id, and where else they can be
 * reached. Each link that opens begins with it, the dialling side first; it is told again when addresses change. On the
 * session's strand.
 */
final class Acquaintance {
    private static final Logger LOG = LoggerFactory.getLogger(Acquaintance.class);

    private final Session session;
    private final CoreEndpoint endpoint;
    /** Null until one side has told it. */
    private SessionId id;
    /** Whether both sides have it for certain, so that nobody can resume the session without. */
    private boolean agreed;

    private volatile Control.Announce peer;
    /** What the peer was told last over the present link; null for nothing. */
    private Control.Announce told;

    Acquaintance(Session session) {
        this.session = session;
        this.endpoint = session.endpoint();
    }

    /** The id to show when the session is resumed; null for none. */
    SessionId id() {
        return id;
    }

    /** Whether a link that shows that id may resume the session. */
    boolean admits(SessionId shown) {
        return !agreed || id.matches(shown);
    }

    /** The address by which the peer is known whatever the transport, or null; from any thread. */
    EntityAddress canonical() {
        Control.Announce known = peer;
        return known == null ? null : known.canonical();
    }

    /** Where the peer listens, as it says; from any thread. */
    List<EntityAddress> addresses() {
        Control.Announce known = peer;
        return known == null ? List.of() : known.addresses();
    }

    /** Goes through all addresses of the peer that it has told; from any thread. */
    void forEach(Consumer<EntityAddress> action) {
        Control.Announce known = peer;
        if (known != null) {
            action.accept(known.canonical());
            known.addresses().forEach(action);
        }
    }

    /** A link has opened. */
    void opened(LinkDriver driver) {
        told = null;
        if (driver.isDialled() && driver.takesControl()) {
            if (id == null) {
                id = SessionId.random();
            }
            tell(driver);
        }
    }

    /** This side's addresses may have changed. */
    void changed() {
        LinkDriver driver = session.openLink();
        if (driver != null && told != null) {
            tell(driver);
        }
    }

    private void tell(LinkDriver driver) {
        Control.Announce news = new Control.Announce(id, session.localAddress(), endpoint.addresses());
        if (!news.equals(told)) {
            told = news;
            driver.link().control(news.encode());
            driver.link().flush();
        }
    }

    /** The peer has said who and where it is. */
    void heard(LinkDriver driver, Control.Announce said) {
        if (driver.isDialled() && !said.session().matches(id)) {
            session.refuse(driver, "announces another session id than it was told");
            return;
        }
        id = said.session();
        agreed = true;
        EntityAddress canonical = seenAt(said.canonical(), driver);
        // where somebody else listens, or nobody, need not be tried
        List<EntityAddress> addresses = said.addresses().stream()
                .filter(a -> a.port() != 0 && isOfPeer(a))
                .map(a -> seenAt(a, driver))
                .toList();
        forEach(address -> endpoint.sessions().unalias(address, session));
        peer = new Control.Announce(id, canonical, addresses);
        LOG.debug("{}: the peer at {} listens at {}", endpoint.name(), session.peerAddress(), addresses);
        alias(canonical);
        addresses.forEach(this::alias);
        if (!driver.isDialled() && told == null) {
            tell(driver);
        }
    }

    /** Its nonce is the peer's own proof: it cannot pass for another party. */
    private void alias(EntityAddress address) {
        if (isOfPeer(address)) {
            endpoint.sessions().alias(address, session);
        }
    }

    private boolean isOfPeer(EntityAddress address) {
        return address.nonce() == session.peerAddress().nonce();
    }

    /** Who listens at all addresses of a host is at the one that the link goes to. */
    private static EntityAddress seenAt(EntityAddress address, LinkDriver driver) {
        return address.isBlankIp() ? address.withIp(driver.peer().ip()) : address;
    }

    /** The session begins anew. */
    void forget() {
        forEach(address -> endpoint.sessions().unalias(address, session));
        id = null;
        agreed = false;
        peer = null;
        told = null;
    }
}
