package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaVerbs;
import java.io.IOException;

/** The provider on the foreign function API. */
final class NativeProvider implements NativeObjects, Provider {
    private final Libraries libraries;
    private final NativeCm cm;
    private final NativeVerbs verbs;

    NativeProvider() throws IOException {
        libraries = new Libraries();
        cm = new NativeCm(libraries, this);
        verbs = new NativeVerbs(libraries);
    }

    @Override
    public NativeCm cm() {
        return cm;
    }

    @Override
    public RdmaVerbs verbs() {
        return verbs;
    }

    @Override
    public Libraries libraries() {
        return libraries;
    }

    @Override
    public NativeObjects objects() {
        return this;
    }

    @Override
    public void close() {
        libraries.close();
    }

    @Override
    public IbvContext context(long pointer) throws IOException {
        return new NativeContext(pointer);
    }

    @Override
    public IbvQP qp(IbvContext context, IbvPd domain, IbvQPInitAttr attributes, long pointer) throws IOException {
        return new NativeQp((NativeContext) context, domain, attributes, pointer);
    }

    @Override
    public long pointer(IbvContext context) {
        return ((NativeContext) context).pointer();
    }

    @Override
    public long pointer(IbvPd domain) {
        return ((NativePd) domain).pointer();
    }

    @Override
    public long pointer(IbvCQ queue) {
        return ((NativeCq) queue).pointer();
    }

    @Override
    public int descriptor(IbvCompChannel channel) {
        return channel.getFd();
    }
}
