package messenger.monitor;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.ThrottleDTO;

/**
 * What a meter measures.
 *
 * @param <T> where the value comes from
 * @param unit null for none
 * @param isCounter whether the value only grows
 */
record Measure<T>(String meter, String unit, String description, boolean isCounter, ToDoubleFunction<T> value) {
    private static final String MESSAGES = "messages";
    private static final String BYTES = "bytes";
    private static final double NANOS_A_SECOND = 1e9;

    static final List<Measure<MessengerDTO>> OF_ENDPOINTS = List.of(
            counter("messenger.dispatched.messages", MESSAGES, "Messages dispatched", m -> m.dispatched),
            gauge(
                    "messenger.dispatch.queued",
                    null,
                    "Messages and events that wait for dispatch",
                    m -> m.dispatchQueued),
            gauge(
                    "messenger.dispatch.oldest",
                    "seconds",
                    "How long the first of them has waited",
                    m -> m.dispatchOldestNanos / NANOS_A_SECOND),
            gauge(
                    "messenger.dispatch.missing",
                    null,
                    "Required Dispatchers and types that are absent",
                    m -> m.missingDispatchers.size()),
            gauge("messenger.handshakes", null, "Links that do not belong to a session yet", m -> m.handshakes),
            gauge("messenger.transports", null, "Attached transports", m -> m.transports.size()));

    static final List<Measure<PeerFigures>> OF_PEERS = List.of(
            gauge("messenger.queued.messages", MESSAGES, "Messages not handed to a link yet", PeerFigures::queued),
            gauge(
                    "messenger.unacknowledged.messages",
                    MESSAGES,
                    "Messages handed to a link and not acknowledged",
                    PeerFigures::unacknowledged),
            gauge("messenger.stored.bytes", BYTES, "What both hold", PeerFigures::storedBytes),
            gauge("messenger.swaps.underway", null, "Sessions that are about to be moved", PeerFigures::swapping),
            gauge(
                    "messenger.pause.longest",
                    "seconds",
                    "The longest time that one of the sessions was without a link",
                    f -> f.longestPauseNanos() / NANOS_A_SECOND));

    static final List<Measure<TransportFigures>> OF_TRANSPORTS = List.of(
            gauge("messenger.links", null, "Links of sessions", TransportFigures::links),
            gauge("messenger.links.paused", null, "Links that wait for a throttle", TransportFigures::paused),
            gauge(
                    "messenger.links.pending.bytes",
                    BYTES,
                    "Bytes given to links and not yet to the network",
                    TransportFigures::pendingOut));

    static final List<Measure<ThrottleDTO>> OF_THROTTLES = List.of(
            gauge("messenger.throttle.used", null, "Messages or bytes in use", t -> t.used),
            gauge("messenger.throttle.limit", null, "Messages or bytes allowed, 0 for any number", t -> t.limit),
            gauge("messenger.throttle.waiting", null, "Receivers that wait", t -> t.waiting));

    private static <T> Measure<T> gauge(String meter, String unit, String description, ToDoubleFunction<T> value) {
        return new Measure<>(meter, unit, description, false, value);
    }

    private static <T> Measure<T> counter(String meter, String unit, String description, ToLongFunction<T> value) {
        return new Measure<>(meter, unit, description, true, value::applyAsLong);
    }
}
