package messenger.xio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import messenger.xio.shm.ShmFabric;

/**
 * Looks whether shared memory can be used.
 *
 * @param directory of the sockets; made if it is not there
 */
record ShmProbe(Path directory) implements FabricProbe {
    @Override
    public String fabric() {
        return "shm";
    }

    @Override
    public Finding look() {
        try (ShmFabric fabric = new ShmFabric(directory, Set.of())) {
            return new Finding(null, fabric.devices());
        } catch (IOException e) {
            return new Finding(e.getMessage(), List.of());
        }
    }
}
