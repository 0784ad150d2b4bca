package messenger.xio;

import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.DeviceInventory;
import messenger.api.MessengerConstants;
import messenger.api.dto.DeviceDTO;
import messenger.api.dto.FabricDTO;
import messenger.xio.fabric.Device;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;

/** Tells which fabrics and devices there are, and keeps the Condition {@code rdma.available} while RDMA can be used. */
@Component(immediate = true, service = DeviceInventory.class)
public final class XioDevices implements DeviceInventory {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final List<FabricProbe> probes;
    private final RdmaCondition condition;
    private final DeviceWatch watch;

    /** Looks, and from then on whenever devices come or go. */
    @Activate
    public XioDevices(BundleContext context) {
        FabricProbe rdma = new RdmaProbe();
        probes = List.of(rdma, new ShmProbe(ShmDirectory.ofThisUser()));
        condition = new RdmaCondition(rdma, () -> publish(context));
        watch = new DeviceWatch(DeviceSigns.ofThisMachine()::look, INTERVAL, condition::look);
    }

    private static Runnable publish(BundleContext context) {
        ServiceRegistration<Condition> registration = context.registerService(
                Condition.class,
                Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, MessengerConstants.RDMA_AVAILABLE)));
        return registration::unregister;
    }

    @Deactivate
    void deactivate() {
        watch.close();
        condition.withdraw();
    }

    @Override
    public List<FabricDTO> fabrics() {
        return probes.stream().map(XioDevices::fabric).toList();
    }

    private static FabricDTO fabric(FabricProbe probe) {
        FabricProbe.Finding found = probe.look();
        FabricDTO fabric = new FabricDTO();
        fabric.transport = XioMessenger.TYPE;
        fabric.fabric = probe.fabric();
        fabric.unavailable = found.unavailable();
        fabric.devices = found.devices().stream().map(XioDevices::device).toList();
        return fabric;
    }

    private static DeviceDTO device(Device device) {
        DeviceDTO dto = new DeviceDTO();
        dto.name = device.name();
        dto.ports = device.state();
        dto.addresses = device.addresses();
        dto.limits = device.limits();
        return dto;
    }
}
