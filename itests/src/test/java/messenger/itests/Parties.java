package messenger.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Endpoints of one test, made by configuration, and what the test registers. */
final class Parties {
    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Wire wire;
    private final Map<String, Configuration> configurations = new LinkedHashMap<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /** Parties that talk over such a transport. */
    Parties(BundleContext context, ConfigurationAdmin admin, Wire wire) {
        this.context = context;
        this.admin = admin;
        this.wire = wire;
    }

    Wire wire() {
        return wire;
    }

    Configuration endpoint(String name, Map<String, ?> more) throws IOException {
        return configure(MessengerConstants.ENDPOINT_PID, name, "name", more);
    }

    Configuration transport(String endpoint, Map<String, ?> more) throws IOException {
        return configure(wire.pid, endpoint, "endpoint", wire.with(more));
    }

    /** Has an endpoint speak xio, besides what it speaks already. */
    void alsoXio(String endpoint, String bind) throws Exception {
        configure(Wire.SHM.pid, endpoint, "endpoint", Wire.SHM.with(Map.of("bind", bind)));
        messenger(endpoint, Wire.SHM.type);
    }

    /** An endpoint that listens. */
    Messenger listening(String name, Map<String, ?> more) throws Exception {
        endpoint(name, more);
        transport(name, Map.of("bind", wire.listen()));
        messenger(name, wire.type);
        return messenger(name, MessengerConstants.TYPE_ANY);
    }

    /** An endpoint that only dials. */
    Messenger dialling(String name, Map<String, ?> more) throws Exception {
        endpoint(name, more);
        transport(name, Map.of());
        messenger(name, wire.type);
        return messenger(name, MessengerConstants.TYPE_ANY);
    }

    private Configuration configure(String factoryPid, String name, String key, Map<String, ?> more)
            throws IOException {
        Configuration configuration = admin.getFactoryConfiguration(factoryPid, name, "?");
        Map<String, Object> properties = new HashMap<>(Map.of(key, name));
        properties.putAll(more);
        configuration.update(new Hashtable<>(properties));
        configurations.put(configuration.getPid(), configuration);
        return configuration;
    }

    void delete(Configuration configuration) throws IOException {
        configurations.remove(configuration.getPid());
        configuration.delete();
    }

    /** Changes some properties of a configuration. */
    static void change(Configuration configuration, Map<String, ?> changes) throws IOException {
        Hashtable<String, Object> properties = new Hashtable<>();
        Dictionary<String, Object> before = configuration.getProperties();
        Collections.list(before.keys()).forEach(key -> properties.put(key, before.get(key)));
        properties.putAll(changes);
        configuration.update(properties);
    }

    <T> void register(Class<T> type, T service, Map<String, ?> properties) {
        registrations.add(context.registerService(type, service, new Hashtable<>(properties)));
    }

    /** A Dispatcher of one endpoint. */
    Inbox inbox(String endpoint) {
        Inbox inbox = new Inbox(this::describe);
        register(Dispatcher.class, inbox, Map.of(MessengerConstants.ENDPOINT, endpoint));
        return inbox;
    }

    /** Unregisters what was registered last. */
    void unregisterLast() {
        registrations.removeLast().unregister();
    }

    static EntityAddress address(Messenger messenger) {
        return messenger.addresses().getFirst();
    }

    private static String filter(String endpoint, String type) {
        return "(&(objectClass=" + Messenger.class.getName() + ")(" + MessengerConstants.ENDPOINT + "=" + endpoint
                + ")(" + MessengerConstants.TYPE + "=" + type + "))";
    }

    /** The Messenger service, as soon as it is there. */
    Messenger messenger(String endpoint, String type) throws Exception {
        return context.getService(reference(endpoint, type));
    }

    ServiceReference<Messenger> reference(String endpoint, String type) throws Exception {
        ServiceTracker<Messenger, Messenger> tracker =
                new ServiceTracker<>(context, FrameworkUtil.createFilter(filter(endpoint, type)), null);
        tracker.open();
        try {
            if (tracker.waitForService(Await.LIMIT.toMillis()) == null) {
                throw Await.inVain(() -> "Messenger of type " + type + " for " + endpoint + "; " + describe());
            }
            return tracker.getServiceReference();
        } finally {
            tracker.close();
        }
    }

    boolean isThere(String endpoint, String type) throws InvalidSyntaxException {
        return !context.getServiceReferences(Messenger.class, filter(endpoint, type))
                .isEmpty();
    }

    void awaitGone(String endpoint, String type) throws Exception {
        awaitGone(filter(endpoint, type));
    }

    private void awaitGone(String filter) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ServiceTracker<Messenger, Object> tracker =
                new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), new ServiceTrackerCustomizer<>() {
                    private int present;

                    @Override
                    public synchronized Object addingService(ServiceReference<Messenger> reference) {
                        present++;
                        return reference;
                    }

                    @Override
                    public void modifiedService(ServiceReference<Messenger> reference, Object service) {
                        // still there
                    }

                    @Override
                    public synchronized void removedService(ServiceReference<Messenger> reference, Object service) {
                        present--;
                        if (present == 0) {
                            gone.countDown();
                        }
                    }
                });
        tracker.open();
        try {
            if (!tracker.isEmpty() && !gone.await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw Await.inVain(() -> "the end of " + filter + "; " + describe());
            }
        } finally {
            tracker.close();
        }
    }

    /** The messengers there are, and the states of their sessions. */
    String describe() {
        try {
            Collection<ServiceReference<Messenger>> all = context.getServiceReferences(Messenger.class, null);
            Supplier<String> bundles = () -> Arrays.stream(context.getBundles())
                    .filter(bundle -> bundle.getSymbolicName().startsWith("messenger."))
                    .map(bundle -> bundle + "=" + bundle.getState())
                    .toList()
                    .toString();
            return "bundles " + bundles.get() + ", messengers "
                    + all.stream()
                            .map(reference ->
                                    String.valueOf(context.getService(reference).state()))
                            .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Deletes and unregisters everything, and waits until no messenger is left. */
    void close() throws Exception {
        for (Configuration configuration : List.copyOf(configurations.values())) {
            delete(configuration);
        }
        registrations.forEach(ServiceRegistration::unregister);
        awaitGone("(objectClass=" + Messenger.class.getName() + ")");
    }
}
