/**
 * The calls of the C library that xio needs and Java does not have, on 64-bit Linux (x86-64, aarch64): epoll, eventfd,
 * memfd, mmap, sockets that pass descriptors. No call waits but {@link messenger.xio.posix.Epoll#await}, which therefore
 * belongs on platform threads. Failures are {@link messenger.xio.posix.PosixException}.
 */
package messenger.xio.posix;
