package messenger.shell;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import messenger.api.DeviceInventory;
import messenger.api.dto.FabricDTO;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The inventories of transports that are there at the moment. Thread safe. */
@Component(service = Devices.class)
public class Devices {
    private final List<DeviceInventory> inventories = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addInventory(DeviceInventory inventory) {
        inventories.add(inventory);
    }

    void removeInventory(DeviceInventory inventory) {
        inventories.remove(inventory);
    }

    /** What all of them say now, by transport and fabric. */
    List<FabricDTO> fabrics() {
        return inventories.stream()
                .flatMap(inventory -> inventory.fabrics().stream())
                .sorted(Comparator.comparing((FabricDTO f) -> f.transport).thenComparing(f -> f.fabric))
                .toList();
    }
}
