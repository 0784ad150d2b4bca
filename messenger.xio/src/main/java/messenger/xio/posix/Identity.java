package messenger.xio.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Who this process is. */
public final class Identity {
    private static final MethodHandle GETEUID = Native.plain("geteuid", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private Identity() {}

    /** The effective user. */
    public static int uid() {
        try {
            return (int) GETEUID.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
