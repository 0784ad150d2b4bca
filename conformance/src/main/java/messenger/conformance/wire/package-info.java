/**
 * One link of a transport, tested without core: scripts of what goes over the wire, what core answers, and what it must
 * be told. Each transport runs them over its own kind of connection.
 */
package messenger.conformance.wire;
