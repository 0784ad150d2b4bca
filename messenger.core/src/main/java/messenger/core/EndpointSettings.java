package messenger.core;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.Priority;

/**
 * How an endpoint behaves. Sizes in bytes.
 *
 * @param name who the endpoint is
 * @param nonce tells instances at one address apart, unsigned 32 bits; random unless given
 * @param defaultPolicy for peers of types without a policy of their own
 * @param policies by type of peer
 * @param requiredDispatchers names of Dispatchers without which dispatch waits
 * @param requiredTypes numbers of message types without which dispatch waits
 * @param defaultPriority of messages that name none
 * @param authorizer which Authorizer proves and checks identities
 * @param storeMessages messages that a session keeps unsent or unacknowledged
 * @param storeBytes bytes of those
 * @param sendTimeout how long send waits for room
 * @param dispatchThrottleBytes bytes received and not dispatched; 0 for no limit
 * @param dispatchSpin how long the dispatch thread looks for more before it sleeps
 * @param readAheadBytes bytes a link reads past a full throttle
 * @param initialBackoff first wait between attempts to connect, after one that is made at once
 * @param maxBackoff longest such wait
 * @param handshakeTimeout how long a link may take to open
 * @param idleTimeout how long a link may go without a whole frame from the peer; 0 for ever
 * @param keepaliveInterval how often an open link is probed; 0 for never
 * @param standbyTimeout how long a session lives without a link; 0 for ever
 * @param swapAutomatic whether sessions move to the transport that ranks highest by themselves
 * @param swapInterval shortest time between two moves that nobody asked for
 * @param shutdownTimeout how long a shutdown waits for a handler that is running
 * @param injectSocketFailures mean number of I/O calls between failures made on purpose; 0 for none
 * @param injectDelayMax longest delay before dispatch made on purpose
 * @param injectDelayProbability share of messages so delayed, 0 to 1
 * @param injectSeed chooses which calls fail and which messages are delayed
 */
public record EndpointSettings(
        EntityName name,
        long nonce,
        Policy defaultPolicy,
        Map<EntityType, Policy> policies,
        List<String> requiredDispatchers,
        Set<Integer> requiredTypes,
        int defaultPriority,
        String authorizer,
        long storeMessages,
        long storeBytes,
        Duration sendTimeout,
        long dispatchThrottleBytes,
        Duration dispatchSpin,
        long readAheadBytes,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration keepaliveInterval,
        Duration standbyTimeout,
        boolean swapAutomatic,
        Duration swapInterval,
        Duration shutdownTimeout,
        long injectSocketFailures,
        Duration injectDelayMax,
        double injectDelayProbability,
        long injectSeed) {
    private static final Duration MAX_SPIN = Duration.ofSeconds(1);

    public EndpointSettings {
        Objects.requireNonNull(name, "name");
        policies = Map.copyOf(policies);
        requiredDispatchers = List.copyOf(requiredDispatchers);
        requiredTypes = Set.copyOf(requiredTypes);
        for (int type : requiredTypes) {
            if (type < 1 || type > 0xffff) {
                throw new IllegalArgumentException("requiredTypes " + type + " is not in 1..65535");
            }
        }
        atLeast("storeMessages", storeMessages, 1);
        atLeast("storeBytes", storeBytes, 1);
        atLeast("dispatchThrottleBytes", dispatchThrottleBytes, 0);
        atLeast("readAheadBytes", readAheadBytes, 0);
        atLeast("nonce", nonce, 0);
        atLeast("injectSocketFailures", injectSocketFailures, 0);
        if (nonce > 0xffff_ffffL) {
            throw new IllegalArgumentException("nonce " + nonce + " is not in 0..4294967295");
        }
        if (defaultPriority < 1 || defaultPriority > 0xffff) {
            throw new IllegalArgumentException("defaultPriority " + defaultPriority + " is not in 1..65535");
        }
        if (!(injectDelayProbability >= 0 && injectDelayProbability <= 1)) {
            throw new IllegalArgumentException("injectDelayProbability " + injectDelayProbability + " is not in 0..1");
        }
        positive("initialBackoff", initialBackoff);
        positive("handshakeTimeout", handshakeTimeout);
        positive("swapInterval", swapInterval);
        positive("shutdownTimeout", shutdownTimeout);
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "maxBackoff " + maxBackoff + " is less than initialBackoff " + initialBackoff);
        }
        notNegative("dispatchSpin", dispatchSpin);
        if (dispatchSpin.compareTo(MAX_SPIN) > 0) {
            throw new IllegalArgumentException(
                    "dispatchSpin " + dispatchSpin + " is too long; allowed: up to " + MAX_SPIN);
        }
        notNegative("sendTimeout", sendTimeout);
        notNegative("idleTimeout", idleTimeout);
        notNegative("keepaliveInterval", keepaliveInterval);
        notNegative("standbyTimeout", standbyTimeout);
        notNegative("injectDelayMax", injectDelayMax);
    }

    private static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " " + value + " is less than " + least);
        }
    }

    private static void positive(String field, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(field + " " + value + " is not positive");
        }
    }

    private static void notNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(field + " " + value + " is negative; allowed: 0 (never) or more");
        }
    }

    /** The policy for peers of a type. */
    public Policy policy(EntityType peer) {
        return policies.getOrDefault(peer, defaultPolicy);
    }

    private static long randomNonce() {
        return Integer.toUnsignedLong(new SecureRandom().nextInt());
    }

    /** Starts from the defaults. */
    public static Builder of(String name) {
        return new Builder(EntityName.parse(name));
    }

    /** Collects settings. */
    public static final class Builder {
        private final EntityName name;
        private long nonce = randomNonce();
        private Policy defaultPolicy = Policy.defaults();
        private Map<EntityType, Policy> policies = Map.of();
        private List<String> requiredDispatchers = List.of();
        private Set<Integer> requiredTypes = Set.of();
        private int defaultPriority = Priority.DEFAULT;
        private String authorizer = "none";
        private long storeMessages = 65_536;
        private long storeBytes = 64L << 20;
        private Duration sendTimeout = Duration.ofSeconds(30);
        private long dispatchThrottleBytes = 100L << 20;
        private Duration dispatchSpin = Duration.ofNanos(20_000);
        private long readAheadBytes = 1L << 20;
        private Duration initialBackoff = Duration.ofMillis(200);
        private Duration maxBackoff = Duration.ofSeconds(15);
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofMinutes(15);
        private Duration keepaliveInterval = Duration.ZERO;
        private Duration standbyTimeout = Duration.ZERO;
        private boolean swapAutomatic = true;
        private Duration swapInterval = Duration.ofSeconds(1);
        private Duration shutdownTimeout = Duration.ofSeconds(5);
        private long injectSocketFailures = 0;
        private Duration injectDelayMax = Duration.ZERO;
        private double injectDelayProbability = 0;
        private long injectSeed = 1;

        private Builder(EntityName name) {
            this.name = name;
        }

        public Builder policy(EntityType peer, Policy policy) {
            Map<EntityType, Policy> changed = new EnumMap<>(EntityType.class);
            changed.putAll(policies);
            changed.put(peer, policy);
            policies = changed;
            return this;
        }

        public Builder nonce(long value) {
            nonce = value;
            return this;
        }

        public Builder defaultPolicy(Policy value) {
            defaultPolicy = value;
            return this;
        }

        public Builder requiredDispatchers(List<String> value) {
            requiredDispatchers = value;
            return this;
        }

        public Builder requiredTypes(Set<Integer> value) {
            requiredTypes = value;
            return this;
        }

        public Builder defaultPriority(int value) {
            defaultPriority = value;
            return this;
        }

        public Builder authorizer(String value) {
            authorizer = value;
            return this;
        }

        public Builder storeMessages(long value) {
            storeMessages = value;
            return this;
        }

        public Builder storeBytes(long value) {
            storeBytes = value;
            return this;
        }

        public Builder sendTimeout(Duration value) {
            sendTimeout = value;
            return this;
        }

        public Builder dispatchThrottleBytes(long value) {
            dispatchThrottleBytes = value;
            return this;
        }

        public Builder dispatchSpin(Duration value) {
            dispatchSpin = value;
            return this;
        }

        public Builder readAheadBytes(long value) {
            readAheadBytes = value;
            return this;
        }

        public Builder initialBackoff(Duration value) {
            initialBackoff = value;
            return this;
        }

        public Builder maxBackoff(Duration value) {
            maxBackoff = value;
            return this;
        }

        public Builder handshakeTimeout(Duration value) {
            handshakeTimeout = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        public Builder keepaliveInterval(Duration value) {
            keepaliveInterval = value;
            return this;
        }

        public Builder standbyTimeout(Duration value) {
            standbyTimeout = value;
            return this;
        }

        public Builder swapAutomatic(boolean value) {
            swapAutomatic = value;
            return this;
        }

        public Builder swapInterval(Duration value) {
            swapInterval = value;
            return this;
        }

        public Builder shutdownTimeout(Duration value) {
            shutdownTimeout = value;
            return this;
        }

        public Builder injectSocketFailures(long value) {
            injectSocketFailures = value;
            return this;
        }

        public Builder injectDelayMax(Duration value) {
            injectDelayMax = value;
            return this;
        }

        public Builder injectDelayProbability(double value) {
            injectDelayProbability = value;
            return this;
        }

        public Builder injectSeed(long value) {
            injectSeed = value;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws IllegalArgumentException naming the setting, its value and what is allowed
         */
        public EndpointSettings build() {
            return new EndpointSettings(
                    name,
                    nonce,
                    defaultPolicy,
                    policies,
                    requiredDispatchers,
                    requiredTypes,
                    defaultPriority,
                    authorizer,
                    storeMessages,
                    storeBytes,
                    sendTimeout,
                    dispatchThrottleBytes,
                    dispatchSpin,
                    readAheadBytes,
                    initialBackoff,
                    maxBackoff,
                    handshakeTimeout,
                    idleTimeout,
                    keepaliveInterval,
                    standbyTimeout,
                    swapAutomatic,
                    swapInterval,
                    shutdownTimeout,
                    injectSocketFailures,
                    injectDelayMax,
                    injectDelayProbability,
                    injectSeed);
        }
    }
}
