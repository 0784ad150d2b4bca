package messenger.shell;

import static messenger.shell.Column.number;
import static messenger.shell.Column.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;

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
                    text("LINK", s -> s.link == null ? null : s.link.transport)));

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

    private static final Table<ThrottleDTO> THROTTLES = new Table<>(
            ThrottleDTO.class,
            List.of(
                    text("THROTTLE", t -> t.name),
                    number("USED", t -> t.used),
                    number("LIMIT", t -> t.limit == 0 ? "none" : t.limit),
                    number("WAITING", t -> t.waiting)));

    private static final List<Table<?>> ALL = List.of(MESSENGERS, SESSIONS, ENDPOINT_SESSIONS, LINKS, THROTTLES);

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

    private static <E> List<E> orEmpty(List<E> list) {
        return list == null ? List.of() : list;
    }
}
