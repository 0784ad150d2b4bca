package messenger.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.MessageType;
import messenger.core.memory.MemoryPool;
import messenger.spi.Authorizer;
import messenger.spi.ConfigValues;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives endpoints the runtime that they share, and puts message types and authorizers into it as they come and go. */
@Designate(ocd = RuntimeConfig.class)
@Component(configurationPid = "messenger.core", service = RuntimeComponent.class)
public final class RuntimeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeComponent.class);

    private final CoreRuntime runtime;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<Object, Registration> registrations = new ConcurrentHashMap<>();

    /**
     * Starts the runtime.
     *
     * @throws IllegalArgumentException naming PID, key, value and what is allowed
     */
    @Activate
    public RuntimeComponent(Map<String, Object> properties) {
        ConfigValues config = new ConfigValues("messenger.core", properties);
        try {
            long bytes = config.number("memory.bytes", 0);
            if (bytes < 0 || bytes == 1) {
                throw config.refused("memory.bytes", bytes, "0 (half of the heap), or 2 or more");
            }
            long registered = config.number("memory.registered.bytes", CoreRuntime.USUAL);
            if (registered != CoreRuntime.USUAL && registered != 0 && registered < MemoryPool.MIN_BOUND) {
                throw config.refused(
                        "memory.registered.bytes",
                        registered,
                        "-1 (a quarter of the heap, at most 256 MiB), 0 (none), or " + MemoryPool.MIN_BOUND
                                + " or more");
            }
            runtime = CoreRuntime.create(new SystemTimers(), bytes == 0 ? CoreRuntime.usualBytes() : bytes, registered);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration refused: {}", e.getMessage());
            throw e;
        }
    }

    /**
     * Makes a name the one of a configuration's endpoint.
     *
     * @throws IllegalArgumentException if another configuration has it
     */
    void claim(String name, String pid) {
        String owner = names.putIfAbsent(name, pid);
        if (owner != null && !owner.equals(pid)) {
            throw new IllegalArgumentException(pid + ": name '" + name + "' is that of configuration " + owner
                    + "; allowed: a name that no other endpoint has");
        }
    }

    void unclaim(String name, String pid) {
        names.remove(name, pid);
    }

    CoreRuntime runtime() {
        return runtime;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addType(MessageType<?> type, Map<String, Object> properties) {
        try {
            registrations.put(type, runtime.add(type, EndpointComponent.ranking(properties)));
        } catch (RuntimeException e) {
            LOG.error("MessageType service {} is not used: {}", properties.get(Constants.SERVICE_ID), e.getMessage());
        }
    }

    void removeType(MessageType<?> type) {
        remove(type);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(messenger.authorizer=*)")
    void addAuthorizer(Authorizer authorizer, Map<String, Object> properties) {
        registrations.put(
                authorizer, runtime.add(properties.get("messenger.authorizer").toString(), authorizer));
    }

    void removeAuthorizer(Authorizer authorizer) {
        remove(authorizer);
    }

    private void remove(Object service) {
        Registration registration = registrations.remove(service);
        if (registration != null) {
            registration.close();
        }
    }

    @Deactivate
    void deactivate() {
        runtime.close();
    }
}
