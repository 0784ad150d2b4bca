package messenger.spi;

import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import org.osgi.annotation.versioning.ProviderType;

/** What an endpoint gives to a transport that is attached to it. */
@ProviderType
public interface Attachment {
    /** The transport's own messenger, to be registered as a service by its bundle. */
    Messenger messenger();

    EntityName name();

    /**
     * The endpoint's address: canonical, whatever the transport. Its IP is the wildcard while it is unknown, its port 0
     * until something was bound. Links announce {@link LinkHandler#address()}.
     */
    EntityAddress address();

    /**
     * A peer has connected. Core answers by calls to the link.
     *
     * @return where the link reports
     */
    LinkHandler accept(Link link);

    /** Where received sections are put. */
    MessageMemory memory();

    /** Asked by the transport before each of its I/O calls. */
    FaultInjector faults();

    /** The transport listens at other addresses than before; the new ones are {@link Transport#addresses()}. */
    void addressesChanged();

    /**
     * Withdraws the transport: closes its links and forgets it. Lossless sessions stay, without a link; lossy ones end. Returns when core makes no
     * further call to the transport; further calls do nothing.
     */
    void detach();
}
