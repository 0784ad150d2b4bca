package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvRecvWR;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaVerbs;
import com.ibm.disni.verbs.SVCDeregMr;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCPostRecv;
import com.ibm.disni.verbs.SVCPostSend;
import com.ibm.disni.verbs.SVCRegMr;
import com.ibm.disni.verbs.SVCReqNotify;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/** Transfers and memory, through libibverbs. */
final class NativeVerbs extends RdmaVerbs {
    private final Libraries libraries;

    NativeVerbs(Libraries libraries) {
        this.libraries = libraries;
    }

    @Override
    public IbvPd allocPd(IbvContext context) throws IOException {
        return new NativePd((NativeContext) context, libraries.allocPd.pointer(pointer(context)));
    }

    @Override
    public int deallocPd(IbvPd domain) {
        domain.close();
        return libraries.deallocPd.status(pointer(domain));
    }

    @Override
    public IbvCompChannel createCompChannel(IbvContext context) throws IOException {
        NativeCompChannel channel =
                new NativeCompChannel(context, libraries.createCompChannel.pointer(pointer(context)));
        Descriptors.dontBlock(channel.getFd());
        return channel;
    }

    @Override
    public int destroyCompChannel(IbvCompChannel channel) {
        channel.close();
        return libraries.destroyCompChannel.status(pointer(channel));
    }

    @Override
    public IbvCQ createCQ(IbvContext context, IbvCompChannel channel, int entries, int vector) throws IOException {
        long pointer = libraries.createCq.pointer(pointer(context), entries, 0, pointer(channel), vector);
        return new NativeCq((NativeContext) context, channel, pointer);
    }

    @Override
    public int destroyCQ(IbvCQ queue) {
        queue.close();
        return libraries.destroyCq.status(pointer(queue));
    }

    /**
     * Takes an event of the channel, if there is one; it is to be acknowledged.
     *
     * @param queue the only one of the channel
     * @param timeout not used: the channel does not block
     */
    @Override
    public boolean getCqEvent(IbvCompChannel channel, IbvCQ queue, int timeout) throws IOException {
        return libraries.getCqEvent.take((NativeCompChannel) channel);
    }

    @Override
    public int ackCqEvents(IbvCQ queue, int count) {
        libraries.ackCqEvents.value(pointer(queue), count);
        return 0;
    }

    @Override
    public SVCReqNotify reqNotifyCQ(IbvCQ queue, boolean solicitedOnly) {
        return new ReqNotifyCall((NativeCq) queue, solicitedOnly);
    }

    @Override
    public SVCPollCq pollCQ(IbvCQ queue, IbvWC[] completions, int count) {
        return new PollCqCall((NativeCq) queue, completions, count);
    }

    @Override
    public SVCRegMr regMr(IbvPd domain, ByteBuffer buffer, int access) {
        return new RegMrCall(
                libraries,
                (NativePd) domain,
                MemorySegment.ofBuffer(buffer.duplicate().clear()).address(),
                buffer.capacity(),
                access);
    }

    @Override
    public SVCRegMr regMr(IbvPd domain, long address, int length, int access) {
        return new RegMrCall(libraries, (NativePd) domain, address, length, access);
    }

    @Override
    public SVCDeregMr deregMr(IbvMr region) {
        return new DeregMrCall(libraries, (NativeMr) region);
    }

    @Override
    public SVCPostSend postSend(IbvQP qp, List<IbvSendWR> requests, List<IbvSendWR> bad) {
        return new PostSendCall((NativeQp) qp, requests);
    }

    @Override
    public SVCPostRecv postRecv(IbvQP qp, List<IbvRecvWR> requests, List<IbvRecvWR> bad) {
        return new PostRecvCall((NativeQp) qp, requests);
    }

    /** Not supported: pages are always locked. */
    @Override
    public int queryOdpSupport(IbvContext context) {
        return -1;
    }

    /** Not supported: pages are always locked. */
    @Override
    public int expPrefetchMr(IbvMr region, long address, int length) throws IOException {
        throw new IOException("Prefetching registered memory is not supported; it is always resident");
    }

    private static long pointer(Object object) {
        return ((NativeObject) object).pointer();
    }
}
