package messenger.xio.rdma;

/** Over iWARP, in software. */
class SiwFabricTest extends RdmaDeviceContract {
    SiwFabricTest() {
        super("10.77.1.1", "siw0", "siw", "dummy1");
    }
}
