/**
 * Ceph's own programs in network namespaces, and containers of ours among them. Needs root, and the packages that
 * {@code ./messenger test} installs.
 */
package messenger.itests.ceph;
