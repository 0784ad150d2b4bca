package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import messenger.api.DeviceInventory;
import messenger.api.dto.DeviceDTO;
import messenger.api.dto.FabricDTO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices, and why there are none. */
class DevicesCommandTest {
    private final Gogo gogo = new Gogo(Duration.ZERO);

    @AfterEach
    void close() {
        gogo.close();
    }

    private static FabricDTO fabric(String name, String unavailable, DeviceDTO... devices) {
        FabricDTO fabric = new FabricDTO();
        fabric.transport = "xio";
        fabric.fabric = name;
        fabric.unavailable = unavailable;
        fabric.devices = List.of(devices);
        return fabric;
    }

    private static DeviceDTO device() {
        DeviceDTO device = new DeviceDTO();
        device.name = "rxe0";
        device.ports = List.of("1: ACTIVE");
        device.addresses = List.of("fe80::1", "::ffff:192.0.2.1");
        device.limits = List.of("queue pairs 16384");
        return device;
    }

    @Test
    void devicesAreListedWithPortsAddressesAndLimits() throws Exception {
        gogo.devices.addInventory(() -> List.of(fabric("shm", null), fabric("rdma", null, device())));

        assertEquals("""
                TRANSPORT  FABRIC  DEVICE  PROPERTY  VALUE
                xio        rdma    rxe0    port      1: ACTIVE
                xio        rdma    rxe0    address   fe80::1
                xio        rdma    rxe0    address   ::ffff:192.0.2.1
                xio        rdma    rxe0    limit     queue pairs 16384
                xio        shm     -       state     available, needs no device
                """.strip(), gogo.print("msgr:devices").strip());
    }

    @Test
    void unusableFabricSaysWhy() throws Exception {
        DeviceInventory inventory = () -> List.of(fabric("rdma", "no port is active; start one", device()));
        gogo.devices.addInventory(inventory);

        List<?> rows = (List<?>) gogo.run("msgr:devices");
        assertEquals(
                new DeviceInfo("xio", "rdma", null, "state", "unavailable: no port is active; start one"),
                rows.getFirst());
        assertEquals(5, rows.size(), "and what there is");
        gogo.devices.removeInventory(inventory);
        assertEquals(1, ((List<?>) gogo.run("msgr:devices")).size(), "why there is nothing");
    }
}
