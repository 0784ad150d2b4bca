package messenger.xio;

import java.util.Map;
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
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One configuration of the transport: attaches a {@link XioMessenger} to the endpoint it names whenever that is there, and
 * registers the messenger as a service of type {@code xio}.
 */
@Capability(
        namespace = MessengerConstants.TRANSPORT_NAMESPACE,
        attribute = {"type=" + XioMessenger.TYPE, "scheme=" + XioSettings.SCHEME},
        effective = "active")
@Designate(ocd = XioConfig.class, factory = true)
@Component(
        configurationPid = MessengerConstants.XIO_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class XioComponent {
    /** How this transport is configured and made. */
    static final TransportKind<XioMessenger, XioSettings> KIND = new TransportKind<>(
            MessengerConstants.XIO_PID,
            XioMessenger.TYPE,
            config -> new ConfigReader(config).settings(),
            XioMessenger::attached);

    private final TransportComponent<XioMessenger, XioSettings> transport;

    /** Waits for the endpoint from now on. */
    @Activate
    public XioComponent(BundleContext context, Map<String, Object> properties) {
        transport = new TransportComponent<>(context, KIND, properties);
    }

    /** RDMA is available from now on: a transport that could not use it tries again. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + Condition.CONDITION_ID + "=" + MessengerConstants.RDMA_AVAILABLE + ")")
    void addRdma(Condition rdma) {
        transport.retry();
    }

    /** RDMA is not available any more, which the links notice themselves. */
    void removeRdma(Condition rdma) {
        // nothing to do
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
