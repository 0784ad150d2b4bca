package messenger.xio.verbs;

import com.ibm.disni.verbs.SVCDeregMr;
import java.io.IOException;

/** Ends a registration: the device does not touch the memory any more. */
final class DeregMrCall extends SVCDeregMr {
    private final Libraries libraries;
    private final NativeMr region;

    DeregMrCall(Libraries libraries, NativeMr region) {
        this.libraries = libraries;
        this.region = region;
    }

    @Override
    public SVCDeregMr execute() throws IOException {
        region.close();
        libraries.deregMr.run(region.pointer());
        return this;
    }

    @Override
    public boolean isValid() {
        return region.isOpen();
    }

    @Override
    public SVCDeregMr free() {
        return this;
    }
}
