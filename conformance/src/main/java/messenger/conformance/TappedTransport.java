package messenger.conformance;

import java.util.List;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.Link;
import messenger.spi.LinkHandler;
import messenger.spi.Transport;

/** A transport as core sees it, with a tap on the links it dials. */
final class TappedTransport implements Transport {
    private final TappedEndpoint endpoint;
    private final Transport transport;

    TappedTransport(TappedEndpoint endpoint, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
    }

    @Override
    public String type() {
        return transport.type();
    }

    @Override
    public String scheme() {
        return transport.scheme();
    }

    @Override
    public int ranking() {
        return transport.ranking();
    }

    @Override
    public List<EntityAddress> addresses() {
        return transport.addresses();
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        EntityAddress bound = transport.bind(address, avoidPorts);
        if (avoidPorts.contains(bound.port()) && address.port() == 0) {
            endpoint.contract().breach("bind chose port " + bound.port() + ", which was to be avoided");
        }
        if (!transport.addresses().contains(bound)) {
            endpoint.contract().breach("bind gave " + bound + ", which is not among addresses()");
        }
        return bound;
    }

    @Override
    public void unbind() {
        transport.unbind();
        if (!transport.addresses().isEmpty()) {
            endpoint.contract().breach("after unbind, addresses() gives " + transport.addresses());
        }
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        TappedLink tapped = new TappedLink(endpoint);
        TappedHandler tap = new TappedHandler(endpoint, tapped, handler);
        endpoint.dialled();
        endpoint.opened(tapped);
        tapped.link(transport.dial(address, tap));
        tap.begin();
        return tapped;
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        return transport.protocolVersion(own, peer, dialling);
    }
}
