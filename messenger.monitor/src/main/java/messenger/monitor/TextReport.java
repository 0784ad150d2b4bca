package messenger.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import messenger.api.dto.LinkDTO;
import messenger.api.dto.MemoryDTO;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;

/** States of endpoints as text for people. */
final class TextReport {
    private static final String INDENT = "  ";
    private static final double TENTHS = 10;
    /** Of a millisecond. */
    private static final double NANOS_A_TENTH = 1e5;

    private TextReport() {}

    static String of(List<MessengerDTO> endpoints, Instant time) {
        StringBuilder text = new StringBuilder();
        text.append("Time: ").append(time.truncatedTo(ChronoUnit.SECONDS)).append('\n');
        text.append("Endpoints: ").append(endpoints.size()).append('\n');
        for (MessengerDTO endpoint : endpoints) {
            text.append("\nEndpoint ").append(endpoint.name).append('\n');
            value(text, "address", endpoint.address);
            value(text, "listens at", endpoint.addresses);
            value(text, "transports", endpoint.transports);
            value(text, "handshakes", endpoint.handshakes);
            value(
                    text,
                    "queued",
                    endpoint.dispatchQueued + " for dispatch, the first for "
                            + TimeUnit.NANOSECONDS.toMillis(endpoint.dispatchOldestNanos) + " ms");
            value(text, "dispatched", endpoint.dispatched);
            value(text, "missing", endpoint.missingDispatchers);
            value(text, "memory", memory(endpoint.memory));
            part(text, "Sessions", sessions(endpoint, time));
            part(text, "Traffic", traffic(endpoint));
            part(text, "Links", links(endpoint));
            part(text, "Swaps", swaps(endpoint));
            part(text, "Last faults", faults(endpoint));
            part(text, "Throttles", throttles(endpoint));
        }
        return text.toString();
    }

    private static void value(StringBuilder text, String name, Object value) {
        String shown = value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        text.append(INDENT)
                .append(String.format("%-12s", name))
                .append(shown.isEmpty() ? "-" : shown)
                .append('\n');
    }

    private static String memory(MemoryDTO memory) {
        return memory.leased + " of " + memory.limit + " registered bytes (" + memory.kind + ") in " + memory.leases
                + " pieces, " + memory.highest + " at most; " + memory.refused + " refused, " + memory.copies
                + " copied";
    }

    private static void part(StringBuilder text, String title, TextTable table) {
        if (!table.isEmpty()) {
            text.append('\n').append(INDENT).append(title).append('\n').append(table.print(INDENT + INDENT));
        }
    }

    private static TextTable sessions(MessengerDTO endpoint, Instant time) {
        TextTable table = new TextTable(
                "PEER", "ADDRESS", "STATE", "SECONDS", "POLICY", "QUEUED", "UNACKED", "BYTES", "RECONNECTS", "LINK");
        for (SessionDTO session : endpoint.sessions) {
            table.row(
                    session.peerName,
                    session.peerAddress,
                    session.state,
                    Math.max(
                            0,
                            Duration.between(Instant.ofEpochMilli(session.sinceMillis), time)
                                    .toSeconds()),
                    session.policy,
                    session.queued,
                    session.unacknowledged,
                    session.storedBytes,
                    session.reconnects,
                    session.link == null ? null : session.link.transport);
        }
        return table;
    }

    private static TextTable traffic(MessengerDTO endpoint) {
        TextTable table = new TextTable(
                "PEER", "ADDRESS", "SENT", "SENT_BYTES", "RECEIVED", "RECEIVED_BYTES", "REPLAYED", "DUPLICATES");
        for (SessionDTO session : endpoint.sessions) {
            table.row(
                    session.peerName,
                    session.peerAddress,
                    session.sent,
                    session.sentBytes,
                    session.received,
                    session.receivedBytes,
                    session.replayed,
                    session.duplicatesDropped);
        }
        return table;
    }

    private static TextTable links(MessengerDTO endpoint) {
        TextTable table =
                new TextTable("PEER", "TRANSPORT", "LOCAL", "REMOTE", "BYTES_IN", "BYTES_OUT", "PENDING", "READING");
        for (SessionDTO session : endpoint.sessions) {
            LinkDTO link = session.link;
            if (link != null) {
                table.row(
                        session.peerName,
                        link.transport,
                        link.local,
                        link.remote,
                        link.bytesIn,
                        link.bytesOut,
                        link.pendingOut,
                        link.readingPaused ? "paused" : "on");
            }
        }
        return table;
    }

    /** Of sessions about whose transports or pauses there is something to say. */
    private static TextTable swaps(MessengerDTO endpoint) {
        TextTable table = new TextTable(
                "PEER", "ADDRESS", "SWAPS", "TO", "WANTED", "LAST_PAUSE_MS", "LONGEST_MS", "FAILURES", "LAST_FAILURE");
        for (SessionDTO session : endpoint.sessions) {
            if (session.swaps > 0
                    || session.swappingTo != null
                    || session.wantedTransport != null
                    || session.swapFailures > 0
                    || session.longestPauseNanos > 0) {
                table.row(
                        session.peerName,
                        session.peerAddress,
                        session.swaps,
                        session.swappingTo,
                        session.wantedTransport,
                        millis(session.lastPauseNanos),
                        millis(session.longestPauseNanos),
                        session.swapFailures,
                        session.lastSwapFault);
            }
        }
        return table;
    }

    /** With one decimal: a swap takes a few. */
    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_A_TENTH) / TENTHS;
    }

    private static TextTable faults(MessengerDTO endpoint) {
        TextTable table = new TextTable("PEER", "ADDRESS", "FAULT");
        for (SessionDTO session : endpoint.sessions) {
            if (session.lastFault != null) {
                table.row(session.peerName, session.peerAddress, session.lastFault);
            }
        }
        return table;
    }

    private static TextTable throttles(MessengerDTO endpoint) {
        TextTable table = new TextTable("THROTTLE", "USED", "LIMIT", "WAITING");
        for (ThrottleDTO throttle : endpoint.throttles) {
            table.row(throttle.name, throttle.used, throttle.limit, throttle.waiting);
        }
        return table;
    }
}
