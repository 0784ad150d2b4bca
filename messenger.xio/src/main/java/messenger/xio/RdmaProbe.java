package messenger.xio;

import messenger.xio.rdma.RdmaAvailability;

/** Looks whether RDMA can be used: the libraries are there and fit, and a device has an active port. */
final class RdmaProbe implements FabricProbe {
    @Override
    public String fabric() {
        return "rdma";
    }

    @Override
    public Finding look() {
        RdmaAvailability found = RdmaAvailability.check();
        return new Finding(found.available() ? null : found.reason(), found.devices());
    }
}
