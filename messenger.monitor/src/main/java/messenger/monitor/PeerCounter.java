package messenger.monitor;

import java.util.function.ToLongFunction;
import messenger.api.dto.SessionDTO;

/** What is counted over sessions, those that have ended included. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum PeerCounter {
    SENT_MESSAGES("messenger.sent.messages", "messages", "Messages handed to links", s -> s.sent),
    SENT_BYTES("messenger.sent.bytes", "bytes", "Bytes of those messages", s -> s.sentBytes),
    RECEIVED_MESSAGES("messenger.received.messages", "messages", "Messages received", s -> s.received),
    RECEIVED_BYTES("messenger.received.bytes", "bytes", "Bytes of those messages", s -> s.receivedBytes),
    REPLAYED("messenger.replayed.messages", "messages", "Messages sent again after a reconnect", s -> s.replayed),
    DUPLICATES(
            "messenger.duplicate.messages",
            "messages",
            "Messages received again and dropped",
            s -> s.duplicatesDropped),
    RECONNECTS(
            "messenger.reconnects", null, "Times that sessions were reconnected, or set out to be", s -> s.reconnects),
    SWAPS("messenger.swaps", null, "Times that sessions went on by another transport", s -> s.swaps),
    SWAP_FAILURES(
            "messenger.swap.failures",
            null,
            "Attempts to move a session to another transport that failed",
            s -> s.swapFailures);

    private final Measure<PeerFigures> measure;
    private final ToLongFunction<SessionDTO> figure;

    PeerCounter(String meter, String unit, String description, ToLongFunction<SessionDTO> figure) {
        this.measure = new Measure<>(meter, unit, description, true, figures -> figures.total(this));
        this.figure = figure;
    }

    Measure<PeerFigures> measure() {
        return measure;
    }

    long of(SessionDTO session) {
        return figure.applyAsLong(session);
    }
}
