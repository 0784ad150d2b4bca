package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import java.io.IOException;

/** The kind of objects that a provider's verbs take, made from native ones and the other way round. */
interface NativeObjects {
    IbvContext context(long pointer) throws IOException;

    IbvQP qp(IbvContext context, IbvPd domain, IbvQPInitAttr attributes, long pointer) throws IOException;

    long pointer(IbvContext context);

    long pointer(IbvPd domain);

    long pointer(IbvCQ queue);

    /** Descriptor of a completion channel. */
    int descriptor(IbvCompChannel channel);
}
