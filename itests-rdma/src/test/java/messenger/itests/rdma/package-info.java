/**
 * Runs the tests with the JUnit tag {@code rdma} in a virtual machine that has RDMA devices. Needs the packages that
 * {@code ./messenger test} installs.
 */
package messenger.itests.rdma;
