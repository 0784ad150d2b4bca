package messenger.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How sessions with one type of peer behave. The accepting side decides whether a session is lossy.
 *
 * @param lossy a failed link ends the session; nothing is sent twice, acknowledged or kept
 * @param server never dials; a session without a link waits for its peer
 * @param standby a session without a link and with nothing to send waits instead of reconnecting
 * @param resetCheck a peer that lost the session is told so, with callbacks on both sides
 * @param featuresSupported feature bits offered to the peer
 * @param featuresRequired feature bits without which a peer is refused
 * @param throttleMessages messages of all such peers that may be in memory at once; 0 for no limit
 * @param throttleBytes bytes of such messages; 0 for no limit. A larger message passes while the use is within the limit
 */
public record Policy(
        boolean lossy,
        boolean server,
        boolean standby,
        boolean resetCheck,
        long featuresSupported,
        long featuresRequired,
        long throttleMessages,
        long throttleBytes) {
    /** Features of Ceph 12 and later as Ceph 16 offers them to everyone. */
    public static final long DEFAULT_FEATURES = 0x3f01_cfbd_fffd_ffffL;

    private static final Map<String, Policy> NAMED = new TreeMap<>(Map.of(
            "stateful_server", of(false, true, true, true),
            "stateless_server", of(true, true, false, false),
            "lossless_peer", of(false, false, true, false),
            "lossless_peer_reuse", of(false, false, true, true),
            "lossy_client", of(true, false, false, false),
            "lossless_client", of(false, false, false, true),
            "default", of(false, false, false, true)));

    public Policy {
        if (throttleMessages < 0 || throttleBytes < 0) {
            throw new IllegalArgumentException(
                    "throttles " + throttleMessages + " messages and " + throttleBytes + " bytes; allowed: 0 or more");
        }
        if ((featuresRequired & ~featuresSupported) != 0) {
            throw new IllegalArgumentException("features 0x" + Long.toHexString(featuresRequired & ~featuresSupported)
                    + " are required but not supported");
        }
    }

    /** A policy with the default features and no throttles. */
    public static Policy of(boolean lossy, boolean server, boolean standby, boolean resetCheck) {
        return new Policy(lossy, server, standby, resetCheck, DEFAULT_FEATURES, 0, 0, 0);
    }

    public static Policy statefulServer() {
        return named("stateful_server");
    }

    public static Policy statelessServer() {
        return named("stateless_server");
    }

    public static Policy losslessPeer() {
        return named("lossless_peer");
    }

    public static Policy losslessPeerReuse() {
        return named("lossless_peer_reuse");
    }

    public static Policy lossyClient() {
        return named("lossy_client");
    }

    public static Policy losslessClient() {
        return named("lossless_client");
    }

    /** What holds for peers of a type that has no policy of its own. */
    public static Policy defaults() {
        return named("default");
    }

    /**
     * The policy that Ceph calls by this name.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static Policy named(String name) {
        Policy policy = NAMED.get(name);
        if (policy == null) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no policy; allowed: " + String.join(", ", NAMED.keySet()));
        }
        return policy;
    }

    /** The names that {@link #named} knows, sorted. */
    public static List<String> names() {
        return List.copyOf(NAMED.keySet());
    }

    public Policy withLossy(boolean newLossy) {
        return new Policy(
                newLossy,
                server,
                standby,
                resetCheck,
                featuresSupported,
                featuresRequired,
                throttleMessages,
                throttleBytes);
    }

    public Policy withFeatures(long supported, long required) {
        return new Policy(lossy, server, standby, resetCheck, supported, required, throttleMessages, throttleBytes);
    }

    public Policy withThrottles(long messages, long bytes) {
        return new Policy(lossy, server, standby, resetCheck, featuresSupported, featuresRequired, messages, bytes);
    }

    /** Its name where it behaves as a named one, else its four flags. */
    @Override
    public String toString() {
        return NAMED.entrySet().stream()
                .filter(e -> !e.getKey().equals("default"))
                .filter(e -> e.getValue().sameBehaviour(this))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() ->
                        "lossy=" + lossy + ",server=" + server + ",standby=" + standby + ",resetcheck=" + resetCheck);
    }

    private boolean sameBehaviour(Policy other) {
        return lossy == other.lossy
                && server == other.server
                && standby == other.standby
                && resetCheck == other.resetCheck;
    }
}
