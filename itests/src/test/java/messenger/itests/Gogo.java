package messenger.itests;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** The command processor of another framework, whose classes are not those of the test. */
final class Gogo {
    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";

    private Gogo() {}

    static Object execute(BundleContext context, String commands) throws Exception {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, PROCESSOR, null);
        tracker.open(true);
        try {
            Object processor = tracker.waitForService(Await.LIMIT.toMillis());
            if (processor == null) {
                throw Await.inVain(() -> PROCESSOR);
            }
            ServiceReference<Object> reference = tracker.getServiceReference();
            // not System.out, which Gogo has replaced by what prints to the session
            OutputStream nowhere = OutputStream.nullOutputStream();
            Class<?> type = reference.getBundle().loadClass(PROCESSOR);
            Object session = type.getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
                    .invoke(processor, new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
            Class<?> sessionType = reference.getBundle().loadClass("org.apache.felix.service.command.CommandSession");
            try {
                return sessionType.getMethod("execute", CharSequence.class).invoke(session, commands);
            } catch (InvocationTargetException e) {
                throw new AssertionError(commands + ": " + e.getCause(), e.getCause());
            } finally {
                sessionType.getMethod("close").invoke(session);
            }
        } finally {
            tracker.close();
        }
    }
}
