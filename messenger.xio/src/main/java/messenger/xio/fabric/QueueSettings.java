package messenger.xio.fabric;

/**
 * Sizes of a queue pair, the same for what it sends and what it takes.
 *
 * @param datagramMax bytes of the largest datagram
 * @param receiveDepth receive buffers that this side keeps posted
 * @param sendDepth send buffers of this side
 * @param transferDepth one-sided transfers under way at most
 */
public record QueueSettings(int datagramMax, int receiveDepth, int sendDepth, int transferDepth) {}
