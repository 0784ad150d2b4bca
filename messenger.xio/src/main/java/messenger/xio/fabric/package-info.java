/**
 * What the xio protocol needs of a network: reliable queue pairs that carry datagrams in order, and one-sided transfers
 * between registered memory. {@code messenger.xio.rdma} and {@code messenger.xio.shm} provide it.
 *
 * <p><b>Threads.</b> Each queue pair belongs to one {@link messenger.xio.fabric.CompletionQueue}, whose worker thread
 * makes all calls to its {@link messenger.xio.fabric.QueuePairHandler}, from within {@code poll}. Methods of a queue pair
 * may be called by any thread; those that send are called by one thread at a time.
 *
 * <p><b>Flow.</b> The fabric keeps {@link messenger.xio.fabric.QueueSettings#receiveDepth} receive buffers posted and
 * posts each again after the handler has seen it. Whoever sends keeps count of them; a fabric that runs out of them faults
 * the queue pair.
 */
package messenger.xio.fabric;
