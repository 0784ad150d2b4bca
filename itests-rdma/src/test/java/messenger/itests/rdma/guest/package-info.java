/** Tests that run in the virtual machine. */
package messenger.itests.rdma.guest;
