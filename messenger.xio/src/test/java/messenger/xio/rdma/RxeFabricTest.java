package messenger.xio.rdma;

/** Over RoCE, in software. */
class RxeFabricTest extends RdmaFabricContract {
    RxeFabricTest() {
        super("10.77.0.1");
    }
}
