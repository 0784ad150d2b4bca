package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.verbs.DeviceLimits;

/** What a queue pair has on its device. Belongs to the worker. */
final class Resources {
    private static final int PAGE = 4096;
    private static final int CACHE_LINE = 64;

    private final RdmaQueue queue;
    private final RdmaCmId id;
    private final QueueDevice device;
    private final CompletionPair completions;
    private final int sendEntries;
    private final int receiveEntries;
    private final long base;
    private final IbvMr region;
    private final SendBuffers sends;
    private final ReceiveBuffers receives;
    private final Transfers transfers;

    /** @throws IOException naming what the device lacks */
    Resources(RdmaQueue queue, RdmaQueuePair owner, RdmaCmId id, QueueSettings settings) throws IOException {
        this.queue = queue;
        this.id = id;
        device = queue.device(id);
        sendEntries = settings.sendDepth() + 2 * settings.transferDepth();
        receiveEntries = ReceiveBuffers.count(settings.receiveDepth());
        check(settings);
        completions = device.completions(sendEntries, receiveEntries);
        base = queue.ids().add(owner);
        int slot = Math.ceilDiv(settings.datagramMax(), CACHE_LINE) * CACHE_LINE;
        IbvMr registered = null;
        try {
            MemorySegment memory = memory(Math.multiplyFull(slot, settings.sendDepth() + receiveEntries));
            registered = device.device().register(memory.address(), (int) memory.byteSize());
            region = registered;
            IbvQP qp = queuePair(settings);
            long sendBytes = Math.multiplyFull(slot, settings.sendDepth());
            sends = new SendBuffers(qp, region, memory.asSlice(0, sendBytes), slot, settings.datagramMax(), base);
            transfers = new Transfers(device.device(), completions, sends, qp, settings.transferDepth(), base);
            receives = new ReceiveBuffers(
                    qp, region, memory.asSlice(sendBytes), slot, settings.datagramMax(), settings.receiveDepth(), base);
        } catch (IOException | RuntimeException e) {
            id.destroyQP();
            if (registered != null) {
                device.device().deregister(registered);
            }
            giveBack();
            throw e;
        }
    }

    /** Ends when nobody refers to it any more: a sender may still be writing into a buffer that it has claimed. */
    private static MemorySegment memory(long bytes) throws IOException {
        if (bytes > Integer.MAX_VALUE) {
            throw new IOException(
                    "Buffers of " + bytes + " bytes are more than a queue pair can have (2 GiB): lower the"
                            + " largest datagram, or the depths");
        }
        return Arena.ofAuto().allocate(bytes, PAGE);
    }

    private void check(QueueSettings settings) throws IOException {
        DeviceLimits limits = device.device().limits();
        most(
                "work requests of a send queue (send depth and twice the transfer depth)",
                sendEntries,
                limits.workRequests());
        most("work requests of a receive queue (receive depth)", receiveEntries, limits.workRequests());
        most("entries of a completion queue", Math.max(sendEntries, receiveEntries), limits.completions());
        most("bytes of a datagram", settings.datagramMax(), device.device().messageMax());
    }

    private void most(String what, int asked, int most) throws IOException {
        if (asked > most) {
            throw new IOException("RDMA device " + device.device().name() + " has at most " + most + " " + what
                    + ", and " + asked + " are asked for: lower the setting");
        }
    }

    private IbvQP queuePair(QueueSettings settings) throws IOException {
        IbvQPInitAttr attributes = new IbvQPInitAttr();
        attributes.setQp_type(IbvQP.IBV_QPT_RC);
        attributes.setSend_cq(completions.sent().queue());
        attributes.setRecv_cq(completions.received().queue());
        attributes.cap().setMax_send_wr(sendEntries);
        attributes.cap().setMax_recv_wr(receiveEntries);
        attributes.cap().setMax_send_sge(1);
        attributes.cap().setMax_recv_sge(1);
        try {
            return id.createQP(device.device().domain(), attributes);
        } catch (IOException e) {
            throw new IOException(
                    "RDMA device " + device.device().name() + " gives no queue pair of " + settings + " (it has "
                            + device.device().limits().queuePairs() + " at most): " + e.getMessage()
                            + "; end connections that are not needed, or spread them over more devices",
                    e);
        }
    }

    RdmaDevice device() {
        return device.device();
    }

    CompletionPair completions() {
        return completions;
    }

    SendBuffers sends() {
        return sends;
    }

    ReceiveBuffers receives() {
        return receives;
    }

    Transfers transfers() {
        return transfers;
    }

    /** Ends everything but the id. The device touches none of the memory any more. */
    void end() throws IOException {
        sends.end();
        id.destroyQP();
        sends.free();
        receives.free();
        transfers.end();
        device.device().deregister(region);
        giveBack();
    }

    private void giveBack() {
        queue.ids().remove(base);
        completions.giveBack(sendEntries, receiveEntries);
    }
}
