/**
 * A client of Ceph: asks a monitor for the map of the monitors, over messenger v1, and prints it. Written on the public API
 * alone.
 */
package messenger.examples.monmap;
