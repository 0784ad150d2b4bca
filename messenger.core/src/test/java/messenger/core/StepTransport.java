package messenger.core;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.Attachment;
import messenger.spi.Link;
import messenger.spi.LinkHandler;
import messenger.spi.Transport;

/** A transport whose type is its scheme, in a {@link StepNetwork}. */
final class StepTransport implements Transport {
    private final StepNetwork network;
    private final String type;
    private final int ranking;
    private final int port;
    private Attachment attachment;

    StepTransport(StepNetwork network, CoreEndpoint endpoint, String type, int ranking, int port) {
        this.network = network;
        this.type = type;
        this.ranking = ranking;
        this.port = port;
        network.add(this);
        attachment = endpoint.attach(this);
        // asked for its addresses before it had an attachment
        attachment.addressesChanged();
    }

    StepNetwork network() {
        return network;
    }

    Attachment attachment() {
        return attachment;
    }

    void stop() {
        network.remove(this);
        attachment.detach();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String scheme() {
        return type;
    }

    @Override
    public int ranking() {
        return ranking;
    }

    @Override
    public List<EntityAddress> addresses() {
        if (attachment == null || !network.contains(this)) {
            return List.of();
        }
        return List.of(new EntityAddress(
                type,
                InetAddress.getLoopbackAddress(),
                port,
                attachment.address().nonce()));
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        throw new UnsupportedOperationException("it listens from the start");
    }

    @Override
    public void unbind() {
        network.remove(this);
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        StepLink link = new StepLink(this, address, handler);
        network.add(link);
        return link;
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        return 1;
    }

    @Override
    public String toString() {
        return type + "@" + port;
    }
}
