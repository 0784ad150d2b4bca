package messenger.xio.rdma;

import java.net.InetSocketAddress;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricContract;
import messenger.xio.fabric.TestRegion;
import messenger.xio.verbs.ProviderKind;
import org.junit.jupiter.api.Tag;

/** The contract of fabrics on a device of the virtual machine. */
@Tag("rdma")
abstract class RdmaFabricContract extends FabricContract {
    private final String address;

    RdmaFabricContract(String address) {
        this.address = address;
    }

    @Override
    protected Fabric newFabric() throws Exception {
        return new RdmaFabric(ProviderKind.OWN);
    }

    @Override
    protected InetSocketAddress bindAddress() {
        return new InetSocketAddress(address, 0);
    }

    @Override
    protected TestRegion newRegion(long length) {
        return new PageRegion(length);
    }
}
