package messenger.monitor;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an MBean for each messenger in the JVM's MBean server. Told of messengers one call at a time. */
@Component(
        name = MBeans.NAME,
        enabled = false,
        immediate = true,
        service = {})
public final class MBeans implements Audience {
    static final String NAME = "messenger.monitor.jmx";

    private static final Logger LOG = LoggerFactory.getLogger(MBeans.class);
    private static final String DOMAIN = "messenger";
    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String framework;
    private final MonitoredMessengers messengers;
    private final Map<MonitoredMessenger, ObjectName> names = new HashMap<>();

    @Activate
    public MBeans(BundleContext context, @Reference MonitoredMessengers messengers) {
        this(context.getProperty(Constants.FRAMEWORK_UUID), messengers);
    }

    MBeans(String framework, MonitoredMessengers messengers) {
        this.framework = framework;
        this.messengers = messengers;
        messengers.follow(this);
    }

    @Deactivate
    void close() {
        messengers.unfollow(this);
    }

    @Override
    public void came(MonitoredMessenger messenger) {
        try {
            ObjectName name = name(messenger);
            server.registerMBean(new MessengerBean(messenger), name);
            names.put(messenger, name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.warn(
                    "{}: no MBean, another Messenger service has the same endpoint and type and owns {};"
                            + " stop one of the two",
                    messenger,
                    e.getMessage());
        } catch (JMException e) {
            LOG.warn("{}: the JVM's MBean server has refused its MBean", messenger, e);
        }
    }

    @Override
    public void went(MonitoredMessenger messenger) {
        ObjectName name = names.remove(messenger);
        if (name == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{}: somebody else has removed {}", messenger, name);
        } catch (JMException e) {
            LOG.warn("{}: the JVM's MBean server keeps {}", messenger, name, e);
        }
    }

    private ObjectName name(MonitoredMessenger messenger) throws MalformedObjectNameException {
        Hashtable<String, String> keys = new Hashtable<>();
        keys.put("type", "Messenger");
        keys.put("endpoint", quoted(messenger.endpoint()));
        keys.put("transport", quoted(messenger.type()));
        keys.put("framework", quoted(framework));
        return new ObjectName(DOMAIN, keys);
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
    }
}
