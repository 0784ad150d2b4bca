package messenger.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.dto.ThrottleDTO;

/** The throttles of an endpoint: two for each type of peer, one for dispatch. Thread safe. */
final class PeerThrottles {
    private record Pair(Throttle messages, Throttle bytes, ThrottleChain chain) {}

    private final Map<EntityType, Pair> pairs = new EnumMap<>(EntityType.class);
    private final Throttle dispatch;

    PeerThrottles(EndpointSettings settings, CoreRuntime runtime) {
        dispatch = new Throttle("dispatch.bytes", settings.dispatchThrottleBytes());
        for (EntityType type : EntityType.values()) {
            Policy policy = settings.policy(type);
            Throttle messages = new Throttle(type + ".messages", policy.throttleMessages());
            Throttle bytes = new Throttle(type + ".bytes", policy.throttleBytes());
            pairs.put(
                    type, new Pair(messages, bytes, new ThrottleChain(messages, bytes, dispatch, runtime.incoming())));
        }
    }

    ThrottleChain of(EntityType type) {
        return pairs.get(type).chain();
    }

    void change(EntityType type, Policy policy) {
        pairs.get(type).messages().limit(policy.throttleMessages());
        pairs.get(type).bytes().limit(policy.throttleBytes());
    }

    /** Those that have a limit or are in use, and the one for dispatch. */
    List<ThrottleDTO> state() {
        List<ThrottleDTO> all = new ArrayList<>();
        all.add(dispatch.state());
        for (Pair pair : pairs.values()) {
            for (ThrottleDTO dto : List.of(pair.messages().state(), pair.bytes().state())) {
                if (dto.limit != 0 || dto.used != 0) {
                    all.add(dto);
                }
            }
        }
        return all;
    }
}
