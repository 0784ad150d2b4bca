package messenger.xio.rdma;

/** Over RoCE, in software. */
class RxeFabricTest extends RdmaDeviceContract {
    RxeFabricTest() {
        super("10.77.0.1", "rxe0", "rxe", "dummy0");
    }
}
