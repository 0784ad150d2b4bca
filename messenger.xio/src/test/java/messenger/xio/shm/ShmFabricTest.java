package messenger.xio.shm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricContract;
import messenger.xio.fabric.TestRegion;
import org.junit.jupiter.api.io.TempDir;

class ShmFabricTest extends FabricContract {
    @TempDir
    private Path directory;

    @Override
    protected Fabric newFabric() throws Exception {
        return new ShmFabric(directory.resolve("sockets"), Set.of());
    }

    @Override
    protected InetSocketAddress bindAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    protected TestRegion newRegion(long length) throws Exception {
        return new MemfdRegion(length);
    }
}
