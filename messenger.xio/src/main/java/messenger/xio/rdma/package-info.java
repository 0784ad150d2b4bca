/**
 * The fabric {@code rdma}: queue pairs of RDMA devices (InfiniBand, RoCE, iWARP), through DiSNI's verbs API.
 *
 * <p><b>Threads.</b> A {@link messenger.xio.rdma.RdmaQueue} belongs to its worker, as does all state of its connections.
 * Other threads send, under the lock of {@link messenger.xio.rdma.SendBuffers}, and leave commands for the worker.
 *
 * <p><b>Order of ends.</b> Queue pairs, then completion queues, then registered memory and the protection domain, then the
 * last id of the device: as long as it is there, librdmacm does not close the device on which all the others are.
 *
 * <p><b>Removal.</b> Drivers tell it in two ways: by an event, or by waiting until nobody uses the device any more.
 * {@link messenger.xio.rdma.RdmaDevices} looks for both, once a second for the latter.
 */
package messenger.xio.rdma;
