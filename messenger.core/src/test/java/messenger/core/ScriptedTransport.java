package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.Attachment;
import messenger.spi.Link;
import messenger.spi.LinkHandler;
import messenger.spi.Transport;

/** A transport without threads or a network: a test plays all of its peers. */
final class ScriptedTransport implements Transport {
    static final int PROTOCOL_VERSION = 24;

    private final String type;
    private final Deque<ScriptedLink> dialled = new ArrayDeque<>();
    private List<EntityAddress> addresses;
    private Attachment attachment;

    ScriptedTransport(String type, EntityAddress... addresses) {
        this.type = type;
        this.addresses = List.of(addresses);
    }

    ScriptedTransport attachTo(CoreEndpoint endpoint) {
        attachment = endpoint.attach(this);
        return this;
    }

    Attachment attachment() {
        return attachment;
    }

    /** The next link that core has dialled. */
    ScriptedLink dialled() {
        assertFalse(dialled.isEmpty(), "no link was dialled");
        return dialled.removeFirst();
    }

    void expectNoDial() {
        assertEquals(
                List.of(), dialled.stream().map(ScriptedLink::dialledAddress).toList(), "dialled addresses");
    }

    /** A peer dials this side and says who it is. */
    ScriptedLink accepts(EntityAddress peer) {
        ScriptedLink link = new ScriptedLink(null);
        link.handler(attachment.accept(link));
        return link.identifies(peer);
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        ScriptedLink link = new ScriptedLink(address);
        link.handler(handler);
        dialled.addLast(link);
        return link;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String scheme() {
        return type.equals("scripted") ? EntityAddress.TCP : type;
    }

    @Override
    public List<EntityAddress> addresses() {
        return addresses;
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        int port = address.port();
        for (int candidate = 6800; port == 0; candidate++) {
            port = avoidPorts.contains(candidate) ? 0 : candidate;
        }
        EntityAddress bound =
                address.withPort(port).withNonce(attachment.address().nonce());
        addresses = List.of(bound);
        return bound;
    }

    @Override
    public void unbind() {
        addresses = List.of();
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        return PROTOCOL_VERSION;
    }
}
