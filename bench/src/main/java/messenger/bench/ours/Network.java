package messenger.bench.ours;

/** Which transport carries the sessions. */
public enum Network {
    TCP("tcp://127.0.0.1:0"),
    SHM("xio://127.0.0.1:0"),
    /** At the address of an RDMA device. */
    RDMA("xio://" + System.getProperty(MessengerSystem.RDMA_ADDRESS, "127.0.0.1") + ":0");

    private final String bind;

    Network(String bind) {
        this.bind = bind;
    }

    String bind() {
        return bind;
    }
}
