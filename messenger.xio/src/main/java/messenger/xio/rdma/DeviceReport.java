package messenger.xio.rdma;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import messenger.xio.fabric.Device;
import messenger.xio.verbs.DeviceLimits;
import messenger.xio.verbs.DevicePort;
import messenger.xio.verbs.Verbs;
import messenger.xio.verbs.VerbsDevice;

/** Devices in words, for operators. */
final class DeviceReport {
    private DeviceReport() {}

    static List<Device> of(Verbs verbs) {
        List<Device> devices = new ArrayList<>();
        try {
            for (VerbsDevice each : verbs.devices()) {
                try (each) {
                    devices.add(describe(each));
                }
            }
        } catch (IOException e) {
            devices.add(new Device("?", List.of(e.getMessage()), List.of(), List.of()));
        }
        return devices;
    }

    static Device describe(VerbsDevice device) throws IOException {
        List<String> state = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (DevicePort port : device.ports()) {
            state.add(port.number() + ": " + port.state());
            addresses.addAll(port.gids());
        }
        DeviceLimits limits = device.limits();
        return new Device(
                device.name(),
                List.copyOf(state),
                List.copyOf(addresses),
                List.of(
                        "transport " + (device.iwarp() ? "iWARP" : "InfiniBand or RoCE"),
                        "queue pairs " + limits.queuePairs(),
                        "work requests " + limits.workRequests(),
                        "completion queues " + limits.completionQueues(),
                        "completions " + limits.completions(),
                        "registered regions " + limits.regions(),
                        "reads at once " + Math.min(limits.readsMade(), limits.readsServed())));
    }
}
