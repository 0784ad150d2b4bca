package messenger.simple;

import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.MessengerConstants;
import messenger.spi.support.TransportComponent;
import messenger.spi.support.TransportKind;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One configuration of the TCP transport: attaches a {@link SimpleMessenger} to the endpoint it names whenever that is
 * there, and registers the messenger as a service of type {@code simple}.
 */
@Capability(
        namespace = MessengerConstants.TRANSPORT_NAMESPACE,
        attribute = {"type=" + SimpleMessenger.TYPE, "scheme=" + EntityAddress.TCP},
        effective = "active")
@Designate(ocd = SimpleConfig.class, factory = true)
@Component(
        configurationPid = MessengerConstants.SIMPLE_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class SimpleComponent {
    /** How this transport is configured and made. */
    static final TransportKind<SimpleMessenger, SimpleSettings> KIND = new TransportKind<>(
            MessengerConstants.SIMPLE_PID,
            SimpleMessenger.TYPE,
            config -> new ConfigReader(config).settings(),
            SimpleMessenger::attached);

    private final TransportComponent<SimpleMessenger, SimpleSettings> transport;

    /** Waits for the endpoint from now on. */
    @Activate
    public SimpleComponent(BundleContext context, Map<String, Object> properties) {
        transport = new TransportComponent<>(context, KIND, properties);
    }

    /** Takes over a changed configuration; a faulty one is logged, and the one in force stays. */
    @Modified
    void modified(Map<String, Object> properties) {
        transport.modified(properties);
    }

    /** Closes the messenger; nothing is left of it when this returns. */
    @Deactivate
    void deactivate() {
        transport.close();
    }
}
