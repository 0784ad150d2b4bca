package messenger.shell;

import java.util.ArrayList;
import java.util.List;
import messenger.api.dto.DeviceDTO;
import messenger.api.dto.FabricDTO;
import org.apache.felix.service.command.Descriptor;

/** Devices in a list. */
final class DevicesCommand extends Command {
    private static final String STATE = "state";

    private final Devices devices;

    DevicesCommand(Devices devices) {
        this.devices = devices;
    }

    @Descriptor("list the devices that transports can use, or say why there are none")
    public List<DeviceInfo> devices() {
        List<DeviceInfo> rows = new ArrayList<>();
        devices.fabrics().forEach(fabric -> add(fabric, rows));
        if (rows.isEmpty()) {
            rows.add(new DeviceInfo(
                    null, null, null, STATE, "no transport that uses devices is started: msgr:transports"));
        }
        return rows;
    }

    private static void add(FabricDTO fabric, List<DeviceInfo> rows) {
        if (fabric.unavailable != null) {
            rows.add(
                    new DeviceInfo(fabric.transport, fabric.fabric, null, STATE, "unavailable: " + fabric.unavailable));
        } else if (fabric.devices.isEmpty()) {
            rows.add(new DeviceInfo(fabric.transport, fabric.fabric, null, STATE, "available, needs no device"));
        }
        fabric.devices.forEach(device -> add(fabric, device, rows));
    }

    private static void add(FabricDTO fabric, DeviceDTO device, List<DeviceInfo> rows) {
        add(fabric, device, "port", device.ports, rows);
        add(fabric, device, "address", device.addresses, rows);
        add(fabric, device, "limit", device.limits, rows);
    }

    private static void add(
            FabricDTO fabric, DeviceDTO device, String property, List<String> values, List<DeviceInfo> rows) {
        values.forEach(
                value -> rows.add(new DeviceInfo(fabric.transport, fabric.fabric, device.name, property, value)));
    }
}
