package messenger.spi;

import messenger.api.EntityName;
import org.osgi.annotation.versioning.ProviderType;

/** A named party to which transports attach. An OSGi service with the property {@code messenger.endpoint}. */
@ProviderType
public interface Endpoint {
    EntityName name();

    /**
     * Makes a transport available to the endpoint's sessions. Asks it for its addresses before it returns.
     *
     * @throws IllegalStateException if a transport of that type is attached already
     */
    Attachment attach(Transport transport);
}
