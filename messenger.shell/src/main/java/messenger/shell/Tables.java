package messenger.shell;

import static messenger.shell.Column.number;
import static messenger.shell.Column.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;

/** The tables that there are. */
final class Tables {
    private static final Table<MessengerDTO> MESSENGERS = new Table<>(
            MessengerDTO.class,
            List.of(
                    text("NAME", m -> m.name),
                    text("TYPE", m -> m.type),
                    text("ADDRESSES", m -> String.join(",", orEmpty(m.addresses))),
                    text("TRANSPORTS", m -> String.join(",", orEmpty(m.transports))),
                    number("SESSIONS", m -> orEmpty(m.sessions).size()),
                    number("QUEUED", m -> m.dispatchQueued),
                    number("DISPATCHED", m -> m.dispatched)));

    private static final Table<SessionDTO> SESSIONS = new Table<>(
            SessionDTO.class,
            List.of(
                    text("PEER", s -> s.peerName),
                    text("ADDRESS", s -> s.peerAddress),
                    text("STATE", s -> s.state),
                    text("POLICY", s -> s.policy),
                    number("IN_SEQ", s -> s.inSeq),
                    number("OUT_SEQ", s -> s.outSeq),
                    number("QUEUED", s -> s.queued),
                    number("UNACKED", s -> s.unacknowledged),
                    number("RECONNECTS", s -> s.reconnects),
                    number("SWAPS", s -> s.swaps),
                    number("PAUSE_MS", Tables::pause),
                    text("LINK", Tables::link)));

    private static final Table<SessionInfo> ENDPOINT_SESSIONS =
            new Table<>(SessionInfo.class, prefixed(text("ENDPOINT", SessionInfo::endpoint), SESSIONS.columns()));

    private static final Table<LinkInfo> LINKS = new Table<>(
            LinkInfo.class,
            List.of(
                    text("ENDPOINT", LinkInfo::endpoint),
                    text("PEER", LinkInfo::peer),
                    text("TRANSPORT", l -> l.link().transport),
                    text("LOCAL", l -> l.link().local),
                    text("REMOTE", l -> l.link().remote),
                    number("BYTES_IN", l -> l.link().bytesIn),
                    number("BYTES_OUT", l -> l.link().bytesOut),
                    number("PENDING", l -> l.link().pendingOut),
                    text("READING", l -> l.link().readingPaused ? "paused" : "on")));

    private static final Table<PeerInfo> PEERS = new Table<>(
            PeerInfo.class,
            List.of(
                    text("ENDPOINT", PeerInfo::endpoint),
                    text("PEER", PeerInfo::peer),
                    text("ADDRESSES", p -> String.join(",", p.addresses())),
                    number("SESSIONS", PeerInfo::sessions),
                    number("CONNECTED", PeerInfo::connected),
                    number("QUEUED", PeerInfo::queued),
                    number("UNACKED", PeerInfo::unacknowledged),
                    number("SENT", PeerInfo::sent),
                    number("RECEIVED", PeerInfo::received),
                    text("LAST FAULT", PeerInfo::lastFault)));

    private static final Table<Rates> RATES = new Table<>(
            Rates.class,
            List.of(
                    text("ENDPOINT", Rates::endpoint),
                    text("PEER", r -> r.session().peerName),
                    text("STATE", r -> r.session().state),
                    text("LINK", r -> link(r.session())),
                    number("OUT/S", r -> Units.rate(r.sent())),
                    number("OUT", r -> Units.bytesPerSecond(r.sentBytes())),
                    number("IN/S", r -> Units.rate(r.received())),
                    number("IN", r -> Units.bytesPerSecond(r.receivedBytes())),
                    number("QUEUED", r -> r.session().queued),
                    number("UNACKED", r -> r.session().unacknowledged),
                    number("REPLAYED", r -> r.session().replayed + (r.replayed() > 0 ? " +" + r.replayed() : "")),
                    number("RECONNECTS", r -> r.session().reconnects),
                    number("SWAPS", r -> r.session().swaps),
                    number("PAUSE_MS", r -> pause(r.session())),
                    number("THROTTLED", r -> r.session().throttled)));

    private static final Table<TraceEntry> TRACE =
            new Table<>(TraceEntry.class, List.of(text("TIME", TraceEntry::time), text("CHANGE", TraceEntry::change)));

    private static final Table<SwapInfo> SWAPS = new Table<>(
            SwapInfo.class,
            List.of(
                    text("ENDPOINT", SwapInfo::endpoint),
                    text("PEER", SwapInfo::peer),
                    text("ADDRESS", SwapInfo::address),
                    text("FROM", SwapInfo::from),
                    text("TO", SwapInfo::to),
                    number("PAUSE_MS", SwapInfo::pauseMillis),
                    text("RESULT", SwapInfo::result)));

    private static final Table<Updated> UPDATES = new Table<>(
            Updated.class,
            List.of(
                    text("TRANSPORT", Updated::transport),
                    text("BUNDLE", Updated::bundle),
                    text("FROM", Updated::from),
                    text("TO", Updated::to),
                    number("SECONDS", Updated::seconds),
                    number("SESSIONS", u -> u.sessions().size())));

    private static final List<Table<?>> ALL = Stream.concat(
                    Stream.of(MESSENGERS, SESSIONS, ENDPOINT_SESSIONS, LINKS, PEERS, RATES, TRACE, SWAPS, UPDATES),
                    SettingTables.ALL.stream())
            .toList();

    private Tables() {}

    /** The table for a list; empty if its elements are of no or several such classes. */
    static Optional<Table<?>> of(Collection<?> rows) {
        return ALL.stream().filter(t -> t.fits(rows)).findFirst();
    }

    private static List<Column<SessionInfo>> prefixed(Column<SessionInfo> first, List<Column<SessionDTO>> rest) {
        List<Column<SessionInfo>> columns = new ArrayList<>(List.of(first));
        for (Column<SessionDTO> column : rest) {
            columns.add(new Column<>(column.title(), i -> column.value().apply(i.session()), column.isNumber()));
        }
        return columns;
    }

    /** The link's transport, and that which is about to take over: {@code simple>xio}. */
    private static String link(SessionDTO session) {
        String carrier = SwapInfo.carrier(session);
        return session.swappingTo == null ? carrier : (carrier == null ? "" : carrier) + ">" + session.swappingTo;
    }

    /** The last pause in milliseconds; null if there has been none. */
    private static Object pause(SessionDTO session) {
        return session.lastPauseNanos == 0 ? null : Units.millis(session.lastPauseNanos);
    }

    private static <E> List<E> orEmpty(List<E> list) {
        return list == null ? List.of() : list;
    }
}
