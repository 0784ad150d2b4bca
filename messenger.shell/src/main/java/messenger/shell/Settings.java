package messenger.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import messenger.api.EntityName;
import messenger.api.MessengerConstants;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The keys of an endpoint's configurations: shows and changes them, checked against Metatype where it is there. */
final class Settings {
    /** These tie a configuration to its endpoint. */
    private static final Map<String, String> IDENTITY = Map.of(MessengerConstants.ENDPOINT_PID, "name");

    private static final String TRANSPORT_IDENTITY = "endpoint";
    private static final Set<String> ADMINISTRATIVE =
            Set.of(Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID, "service.bundleLocation");
    /** Says from which file a configuration came; kept, so that the change is written back to it. */
    private static final String FILE = "felix.fileinstall.filename";

    private final Configurations configurations;
    /** Null while there is none. */
    private final Supplier<Attributes> attributes;

    Settings(Configurations configurations, Supplier<Attributes> attributes) {
        this.configurations = configurations;
        this.attributes = attributes;
    }

    /** All keys of an endpoint's configurations that begin with a prefix, set or not, in the order of their description. */
    List<Setting> show(EntityName name, String prefix) throws IOException {
        List<Setting> settings = new ArrayList<>();
        for (Configuration configuration : existing(name)) {
            Map<String, Object> values = values(configuration);
            described(configuration)
                    .ifPresent(known -> known.values().stream()
                            .filter(a -> a.key().startsWith(prefix))
                            .forEach(a -> settings.add(new Setting(
                                    configuration.getPid(),
                                    a.key(),
                                    text(values.remove(a.key())),
                                    a.defaults().isEmpty() ? null : String.join(", ", a.defaults()),
                                    a.effect()))));
            values.entrySet().stream()
                    .filter(e -> e.getKey().startsWith(prefix) && !e.getKey().equals(FILE))
                    .forEach(e -> settings.add(
                            new Setting(configuration.getPid(), e.getKey(), text(e.getValue()), null, null)));
        }
        return settings;
    }

    /**
     * Changes one endpoint's configurations: all keys, or none if one is refused.
     *
     * @param changes text by key; null unsets it
     * @param factoryPid of the only configurations to change; null for all that know the key
     * @throws IllegalArgumentException naming the key and what is allowed
     */
    List<SettingChange> change(EntityName name, Map<String, String> changes, String factoryPid) throws IOException {
        List<Configuration> all = existing(name).stream()
                .filter(c -> factoryPid == null || c.getFactoryPid().equals(factoryPid))
                .toList();
        Map<Configuration, Map<String, Object>> updates = new LinkedHashMap<>();
        List<SettingChange> done = new ArrayList<>();
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String key = change.getKey();
            Configuration configuration = holder(name, all, key);
            Optional<Attribute> attribute = described(configuration).map(known -> known.get(key));
            Map<String, Object> values =
                    updates.containsKey(configuration) ? updates.get(configuration) : values(configuration);
            updates.put(configuration, values);
            String before = text(values.get(key));
            if (change.getValue() == null) {
                values.remove(key);
            } else {
                PolicyCommand.check(key, change.getValue());
                values.put(key, attribute.map(a -> a.parse(change.getValue())).orElse(change.getValue()));
            }
            done.add(new SettingChange(
                    configuration.getPid(),
                    key,
                    before,
                    text(values.get(key)),
                    attribute.map(Attribute::effect).orElse(null)));
        }
        for (Map.Entry<Configuration, Map<String, Object>> update : updates.entrySet()) {
            update.getKey().updateIfDifferent(new Hashtable<>(update.getValue()));
        }
        return done;
    }

    private List<Configuration> existing(EntityName name) throws IOException {
        List<Configuration> found = configurations.of(name);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoint " + name + " has no configuration; msgr:list shows the endpoints, msgr:create makes one");
        }
        return found;
    }

    /** The configuration that a key belongs to. */
    private Configuration holder(EntityName name, List<Configuration> all, String key) {
        if (all.stream().anyMatch(c -> key.equals(identity(c)))) {
            throw new IllegalArgumentException("'" + key + "' says which endpoint a configuration is for, and stays;"
                    + " msgr:remove and msgr:create make another");
        }
        List<Configuration> knowing = all.stream()
                .filter(c -> described(c)
                        .map(known -> known.containsKey(key))
                        .orElseGet(() -> values(c).containsKey(key)))
                .toList();
        if (knowing.size() == 1) {
            return knowing.getFirst();
        }
        if (knowing.size() > 1) {
            throw new IllegalArgumentException("'" + key + "' is a key of "
                    + String.join(
                            " and ",
                            knowing.stream().map(Configuration::getFactoryPid).toList())
                    + "; say which with --pid");
        }
        List<Configuration> unchecked =
                all.stream().filter(c -> described(c).isEmpty()).toList();
        if (unchecked.size() == 1) {
            return unchecked.getFirst();
        }
        if (unchecked.isEmpty()) {
            throw new IllegalArgumentException("'" + key + "' is no key of " + name + "; allowed: " + keys(all));
        }
        throw new IllegalArgumentException("whose key '" + key + "' is cannot be told, as no MetaTypeService is there;"
                + " say so with --pid, one of "
                + String.join(
                        ", ",
                        unchecked.stream().map(Configuration::getFactoryPid).toList()));
    }

    private String keys(List<Configuration> all) {
        return all.stream()
                .flatMap(c -> described(c).orElseThrow().keySet().stream().filter(k -> !k.equals(identity(c))))
                .collect(Collectors.joining(", "));
    }

    private static String identity(Configuration configuration) {
        return IDENTITY.getOrDefault(configuration.getFactoryPid(), TRANSPORT_IDENTITY);
    }

    private Optional<Map<String, Attribute>> described(Configuration configuration) {
        Attributes known = attributes.get();
        return known == null
                ? Optional.empty()
                : known.of(configuration.getFactoryPid()).map(list -> {
                    Map<String, Attribute> byKey = new LinkedHashMap<>();
                    list.forEach(a -> byKey.put(a.key(), a));
                    return byKey;
                });
    }

    private static Map<String, Object> values(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Map<String, Object> values = new TreeMap<>();
        Collections.list(properties.keys()).stream()
                .filter(key -> !ADMINISTRATIVE.contains(key))
                .forEach(key -> values.put(key, properties.get(key)));
        return values;
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> null;
            case Object[] array ->
                String.join(", ", Arrays.stream(array).map(String::valueOf).toList());
            case long[] array -> text(Arrays.stream(array).boxed().toArray());
            case int[] array -> text(Arrays.stream(array).boxed().toArray());
            case Collection<?> collection -> text(collection.toArray());
            default -> value.toString();
        };
    }

    /** KEY=VALUE words as a map, in their order. */
    static Map<String, String> parse(String[] words, String prefix) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "'; allowed: KEY=VALUE, for example "
                        + (prefix.isEmpty() ? "idle.timeout=60000" : "socket.failures=500"));
            }
            changes.put(prefix + word.substring(0, equals), word.substring(equals + 1));
        }
        return changes;
    }

    /** The keys that are set, sorted. */
    Set<String> setKeys(EntityName name, String prefix) throws IOException {
        return show(name, prefix).stream()
                .filter(s -> s.value() != null)
                .map(Setting::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
