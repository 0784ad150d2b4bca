package messenger.core;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import messenger.spi.ConfigValues;

/** Makes an endpoint's settings from its configuration. */
final class EndpointConfigReader {
    private static final List<EntityType> PEERS =
            List.of(EntityType.MON, EntityType.MDS, EntityType.OSD, EntityType.CLIENT, EntityType.MGR, EntityType.AUTH);

    private final ConfigValues config;

    EndpointConfigReader(Map<String, ?> properties) {
        config = new ConfigValues(MessengerConstants.ENDPOINT_PID, properties);
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming PID, key, value and what is allowed
     */
    EndpointSettings settings() {
        EndpointSettings.Builder settings = EndpointSettings.of(name());
        EndpointSettings defaults = settings.build();
        Map<EntityType, Policy> policies = policies();
        policies.forEach(settings::policy);
        settings.defaultPolicy(policy("policy.default", Policy.defaults()))
                .nonce(config.number("nonce", defaults.nonce()))
                .requiredDispatchers(config.texts("required.dispatchers"))
                .requiredTypes(requiredTypes())
                .defaultPriority(config.integer("default.priority", defaults.defaultPriority()))
                .authorizer(config.text("authorizer", defaults.authorizer()))
                .storeMessages(config.number("store.messages", defaults.storeMessages()))
                .storeBytes(config.number("store.bytes", defaults.storeBytes()))
                .sendTimeout(config.millis("send.timeout", defaults.sendTimeout()))
                .dispatchThrottleBytes(config.number("dispatch.throttle.bytes", defaults.dispatchThrottleBytes()))
                .dispatchSpin(config.micros("dispatch.spin", defaults.dispatchSpin()))
                .readAheadBytes(config.number("read.ahead.bytes", defaults.readAheadBytes()))
                .initialBackoff(config.millis("initial.backoff", defaults.initialBackoff()))
                .maxBackoff(config.millis("max.backoff", defaults.maxBackoff()))
                .handshakeTimeout(config.millis("handshake.timeout", defaults.handshakeTimeout()))
                .idleTimeout(config.millis("idle.timeout", defaults.idleTimeout()))
                .keepaliveInterval(config.millis("keepalive.interval", defaults.keepaliveInterval()))
                .standbyTimeout(config.millis("standby.timeout", defaults.standbyTimeout()))
                .swapAutomatic(config.bool("swap.automatic", defaults.swapAutomatic()))
                .swapInterval(config.millis("swap.interval", defaults.swapInterval()))
                .shutdownTimeout(config.millis("shutdown.timeout", defaults.shutdownTimeout()))
                .injectSocketFailures(config.number("inject.socket.failures", defaults.injectSocketFailures()))
                .injectDelayProbability(config.fraction("inject.delay.probability", defaults.injectDelayProbability()))
                .injectDelayMax(config.millis("inject.delay.max", defaults.injectDelayMax()))
                .injectSeed(config.number("inject.seed", defaults.injectSeed()));
        try {
            return settings.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(config.pid() + ": " + dotted(e.getMessage()), e);
        }
    }

    /** Settings are named as in Java, keys with dots: idleTimeout and idle.timeout. */
    private static String dotted(String message) {
        int end = message.indexOf(' ');
        StringBuilder key = new StringBuilder();
        for (char c : message.substring(0, end).toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('.');
            }
            key.append(Character.toLowerCase(c));
        }
        return key + message.substring(end);
    }

    private Set<Integer> requiredTypes() {
        Set<Integer> types = new TreeSet<>();
        for (String text : config.texts("required.types")) {
            try {
                types.add(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                throw config.refused("required.types", text, "numbers of message types, 1 to 65535");
            }
        }
        return types;
    }

    /** The PID of the configuration. */
    String pid() {
        return config.pid();
    }

    /** Whether the nonce is given, and not merely random. */
    boolean hasNonce() {
        return config.has("nonce");
    }

    private String name() {
        String name = config.text("name", null);
        String allowed = "TYPE.NUMBER, such as osd.0 or client.4100";
        if (name == null) {
            throw config.refused("name", null, allowed);
        }
        return config.parsed("name", null, allowed, EntityName::parse).toString();
    }

    private Policy policy(String key, Policy defaultPolicy) {
        return config.parsed(key, defaultPolicy, String.join(", ", Policy.names()), Policy::named);
    }

    private Map<EntityType, Policy> policies() {
        Policy fallback = policy("policy.default", Policy.defaults());
        Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
        for (EntityType peer : PEERS) {
            policies.put(peer, policy("policy." + peer, fallback));
        }
        byPeer("throttle.messages", Long::parseLong, "a number of messages")
                .forEach((peer, messages) -> policies.computeIfPresent(
                        peer, (p, policy) -> policy.withThrottles(messages, policy.throttleBytes())));
        byPeer("throttle.bytes", Long::parseLong, "a number of bytes")
                .forEach((peer, bytes) -> policies.computeIfPresent(
                        peer, (p, policy) -> policy.withThrottles(policy.throttleMessages(), bytes)));
        byPeer("features.required", Long::decode, "feature bits such as 0x40")
                .forEach((peer, bits) -> policies.computeIfPresent(
                        peer, (p, policy) -> policy.withFeatures(policy.featuresSupported() | bits, bits)));
        return policies;
    }

    private Map<EntityType, Long> byPeer(String key, Function<String, Long> parser, String what) {
        Map<EntityType, Long> values = new EnumMap<>(EntityType.class);
        for (String entry : config.texts(key)) {
            String[] parts = entry.split("=", 2);
            try {
                EntityType peer = EntityType.parse(parts[0].trim());
                long value = parser.apply(parts[1].trim());
                if (value < 0 || !PEERS.contains(peer)) {
                    throw new IllegalArgumentException(entry);
                }
                values.put(peer, value);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw config.refused(key, entry, "TYPE=" + what + ", with TYPE one of " + PEERS);
            }
        }
        return values;
    }
}
