/**
 * A provider for DiSNI's verbs API that calls the system's {@code librdmacm.so.1} and {@code libibverbs.so.1} through
 * Java's foreign function API, and what DiSNI's API lacks: queries of devices, refusals, connections that change their
 * event channel.
 *
 * <p><b>Native objects</b> are known by their addresses. Whoever makes one ends it; nothing here is closed by the garbage
 * collector. Using an object after its end is a defect that can crash the process: {@code messenger.xio.rdma} orders it.
 *
 * <p><b>Layouts.</b> {@link messenger.xio.verbs.Structs} holds the offsets on which the code relies. They are part of the
 * binary interface of the two libraries, as inline functions of their headers are compiled into every program, and were
 * taken from rdma-core 44. {@link messenger.xio.verbs.LayoutCheck} compares them with the loaded libraries.
 */
package messenger.xio.verbs;
