package messenger.xio.rdma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import messenger.xio.fabric.Device;
import messenger.xio.verbs.DevicePort;
import messenger.xio.verbs.ProviderKind;
import messenger.xio.verbs.Verbs;
import messenger.xio.verbs.VerbsDevice;

/**
 * Whether RDMA can be used here and now.
 *
 * @param available whether there is a device with a port that is up
 * @param reason why not, and the remedy; or what there is
 * @param devices all that could be asked
 */
public record RdmaAvailability(boolean available, String reason, List<Device> devices) {
    private static final Path CM = Path.of("/dev/infiniband/rdma_cm");
    /** Bytes that a few connections need to lock. */
    private static final long LOCKED_MIN = 8 << 20;

    /** Looks without a provider, hence without regard to those who use one; takes some milliseconds. */
    public static RdmaAvailability check() {
        try (Verbs verbs = Verbs.forQueries()) {
            return check(verbs);
        } catch (IOException e) {
            return no(e.getMessage(), List.of());
        }
    }

    /** Looks whether it can be used through that provider. */
    public static RdmaAvailability check(ProviderKind provider) {
        try (Verbs verbs = Verbs.open(provider)) {
            return check(verbs);
        } catch (IOException e) {
            return no(e.getMessage(), List.of());
        }
    }

    private static RdmaAvailability check(Verbs verbs) throws IOException {
        List<Device> devices = new ArrayList<>();
        boolean active = false;
        for (VerbsDevice each : verbs.devices()) {
            try (each) {
                devices.add(DeviceReport.describe(each));
                active |= each.ports().stream().anyMatch(DevicePort::active);
            }
        }
        if (devices.isEmpty()) {
            return no(
                    "There is no RDMA device ('rdma link' lists none); load its driver, or make one of an Ethernet device,"
                            + " such as by 'rdma link add rxe0 type rxe netdev eth0'",
                    devices);
        }
        if (!Files.isReadable(CM) || !Files.isWritable(CM)) {
            return no(advice(), devices);
        }
        if (!active) {
            return no(
                    "No port of the RDMA devices is up (" + devices
                            + "); set its Ethernet device up, or plug the cable in",
                    devices);
        }
        if (LockedMemory.limit() < LOCKED_MIN) {
            return no(
                    "Too little memory can be registered with RDMA devices: " + LockedMemory.advice(LOCKED_MIN),
                    devices);
        }
        return new RdmaAvailability(true, devices.size() + " RDMA devices, by " + verbs.libraries(), devices);
    }

    private static RdmaAvailability no(String reason, List<Device> devices) {
        return new RdmaAvailability(false, reason, List.copyOf(devices));
    }

    /** What may be wrong if connections cannot be made at all. */
    static String advice() {
        if (!Files.exists(CM)) {
            return "there is no " + CM + ": load the kernel module rdma_ucm, and give containers the directory "
                    + CM.getParent();
        }
        if (!Files.isReadable(CM) || !Files.isWritable(CM)) {
            return "no permission to read and write " + CM + ": add the user " + System.getProperty("user.name")
                    + " to the group that may (often 'rdma'), or set its mode to 0666";
        }
        return "check that there is an RDMA device ('rdma link')";
    }
}
