/**
 * A transport that carries links inside one process, through queues: the second kind of link beside sockets, by which
 * the behaviour of messenger.core is tested without a network. It keeps to the contract of messenger.spi as a network
 * would: frames wait until they are flushed, pipes are bounded, a peer's end is noticed late, and everything is
 * reported by the transport's one thread.
 */
package messenger.conformance.memory;
