package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.SVCRegMr;
import java.io.IOException;

/** Registers memory. */
final class RegMrCall extends SVCRegMr {
    private final Libraries libraries;
    private final NativePd domain;
    private final long address;
    private final long length;
    private final int access;
    private NativeMr region;

    RegMrCall(Libraries libraries, NativePd domain, long address, long length, int access) {
        this.libraries = libraries;
        this.domain = domain;
        this.address = address;
        this.length = length;
        this.access = access;
    }

    @Override
    public SVCRegMr execute() throws IOException {
        long pointer = libraries.regMr.pointer(domain.pointer(), address, length, access);
        region = new NativeMr(domain.getContext(), access, pointer);
        return this;
    }

    @Override
    public IbvMr getMr() {
        return region;
    }

    @Override
    public boolean isValid() {
        return domain.isOpen();
    }

    @Override
    public SVCRegMr free() {
        return this;
    }
}
