/**
 * Server and client that exchange counted messages and verify that none is lost, duplicated or reordered. The transport
 * is a matter of the address and the configuration: the programs are the same for all.
 */
package messenger.examples.pingpong;
