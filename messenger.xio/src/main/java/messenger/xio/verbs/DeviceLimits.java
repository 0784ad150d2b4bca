package messenger.xio.verbs;

/**
 * What a device can do at most.
 *
 * @param queuePairs queue pairs
 * @param workRequests work requests of one queue of a queue pair
 * @param pieces pieces of memory of one work request
 * @param completionQueues completion queues
 * @param completions entries of a completion queue
 * @param regions registered regions
 * @param regionBytes bytes of a registered region, unsigned
 * @param domains protection domains
 * @param readsServed one-sided reads at once of a queue pair, served to its peer
 * @param readsMade one-sided reads at once of a queue pair, made by it
 * @param ports ports
 */
public record DeviceLimits(
        int queuePairs,
        int workRequests,
        int pieces,
        int completionQueues,
        int completions,
        int regions,
        long regionBytes,
        int domains,
        int readsServed,
        int readsMade,
        int ports) {

    static DeviceLimits of(long attributes) {
        return new DeviceLimits(
                NativeMemory.getInt(attributes + Structs.LIMITS_QP),
                NativeMemory.getInt(attributes + Structs.LIMITS_QP_WR),
                NativeMemory.getInt(attributes + Structs.LIMITS_SGE),
                NativeMemory.getInt(attributes + Structs.LIMITS_CQ),
                NativeMemory.getInt(attributes + Structs.LIMITS_CQE),
                NativeMemory.getInt(attributes + Structs.LIMITS_MR),
                NativeMemory.getLong(attributes + Structs.LIMITS_MR_SIZE),
                NativeMemory.getInt(attributes + Structs.LIMITS_PD),
                NativeMemory.getInt(attributes + Structs.LIMITS_QP_READS),
                NativeMemory.getInt(attributes + Structs.LIMITS_QP_INIT_READS),
                Byte.toUnsignedInt(NativeMemory.getByte(attributes + Structs.LIMITS_PORTS)));
    }
}
