package messenger.itests;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The MBeans of one framework's messengers. */
final class MessengerBeans {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String framework;

    MessengerBeans(BundleContext context) {
        framework = context.getProperty(Constants.FRAMEWORK_UUID);
    }

    MBeanServer server() {
        return server;
    }

    ObjectName name(String endpoint, String transport) throws Exception {
        return new ObjectName("messenger:type=Messenger,endpoint=" + endpoint + ",transport=" + transport
                + ",framework=" + framework);
    }

    /** All of them, as {@code endpoint/transport}. */
    Set<String> all() throws Exception {
        Set<String> found = new TreeSet<>();
        for (ObjectName name : server.queryNames(new ObjectName("messenger:framework=" + framework + ",*"), null)) {
            found.add(name.getKeyProperty("endpoint") + "/" + name.getKeyProperty("transport"));
        }
        return found;
    }
}
