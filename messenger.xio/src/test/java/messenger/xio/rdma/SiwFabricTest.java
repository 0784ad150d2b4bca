package messenger.xio.rdma;

/** Over iWARP, in software. */
class SiwFabricTest extends RdmaFabricContract {
    SiwFabricTest() {
        super("10.77.1.1");
    }
}
