package messenger.shell;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Factory configurations in a map, with a filter on their properties. */
final class FakeConfigurationAdmin {
    /** Properties by PID. */
    final Map<String, Dictionary<String, ?>> stored = new TreeMap<>();

    final ConfigurationAdmin service =
            FakeMessenger.proxy(ConfigurationAdmin.class, (self, method, arguments) -> switch (method.getName()) {
                case "getFactoryConfiguration" -> configuration((String) arguments[0], (String) arguments[1]);
                case "listConfigurations" -> list((String) arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final List<Configuration> configurations = new ArrayList<>();
    private BiConsumer<String, Dictionary<String, ?>> onUpdate = (factoryPid, properties) -> {};
    private Consumer<String> onDelete = pid -> {};

    void onUpdate(BiConsumer<String, Dictionary<String, ?>> listener) {
        onUpdate = listener;
    }

    void onDelete(Consumer<String> listener) {
        onDelete = listener;
    }

    private Configuration configuration(String factoryPid, String name) {
        String pid = factoryPid + "~" + name;
        Configuration configuration = FakeMessenger.proxy(Configuration.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "getPid" -> {
                    return pid;
                }
                case "getFactoryPid" -> {
                    return factoryPid;
                }
                case "getProperties" -> {
                    return stored.get(pid);
                }
                case "update", "updateIfDifferent" -> {
                    @SuppressWarnings("unchecked")
                    Dictionary<String, Object> properties = (Dictionary<String, Object>) arguments[0];
                    stored.put(pid, properties);
                    onUpdate.accept(factoryPid, properties);
                    return method.getName().equals("update") ? null : Boolean.TRUE;
                }
                case "delete" -> {
                    stored.remove(pid);
                    onDelete.accept(pid);
                }
                case "equals" -> {
                    return self == arguments[0];
                }
                case "hashCode" -> {
                    return pid.hashCode();
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        });
        configurations.add(configuration);
        return configuration;
    }

    private Configuration[] list(String filter) throws Exception {
        List<Configuration> found = new ArrayList<>();
        for (Configuration configuration : configurations) {
            Dictionary<String, ?> properties = stored.get(configuration.getPid());
            if (properties != null) {
                Hashtable<String, Object> all = new Hashtable<>();
                properties.keys().asIterator().forEachRemaining(key -> all.put(key, properties.get(key)));
                all.put("service.factoryPid", configuration.getFactoryPid());
                if (FrameworkUtil.createFilter(filter).match(all)) {
                    found.add(configuration);
                }
            }
        }
        return found.isEmpty() ? null : found.toArray(Configuration[]::new);
    }
}
