package messenger.monitor;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import messenger.api.dto.SessionDTO;

/**
 * Since when sessions have not been open. A session's own figure begins anew with every attempt to connect, and its trace
 * is short, so that what was found is remembered until the next time. For one thread.
 */
final class Disconnections {
    private record Key(String endpoint, String localAddress, String peerAddress) {}

    private Map<Key, Instant> before = Map.of();
    private Map<Key, Instant> now = new HashMap<>();

    /** The moment from which on, for all that is known, the session was never open; it is not now. */
    Instant since(String endpoint, SessionDTO session) {
        Key key = new Key(endpoint, session.localAddress, session.peerAddress);
        Instant since = fromTrace(session);
        if (!wasOpen(session)) {
            Instant remembered = before.get(key);
            since = remembered != null && remembered.isBefore(since) ? remembered : since;
        }
        now.put(key, since);
        return since;
    }

    /** Forgets those that were not asked for this time. */
    void next() {
        before = now;
        now = new HashMap<>();
    }

    private static boolean wasOpen(SessionDTO session) {
        for (String line : session.trace) {
            if (Change.parse(line).isOpen()) {
                return true;
            }
        }
        return false;
    }

    private static Instant fromTrace(SessionDTO session) {
        Instant since = Instant.ofEpochMilli(session.sinceMillis);
        for (int i = session.trace.length - 1; i >= 0; i--) {
            Change change = Change.parse(session.trace[i]);
            if (change.time() == null || change.after().equals("OPEN")) {
                return since;
            }
            since = change.time().isBefore(since) ? change.time() : since;
            if (change.before().equals("OPEN")) {
                return since;
            }
        }
        return since;
    }

    /** A line of the trace, such as {@code 2026-11-23T05:22:03.123Z OPEN -> CONNECTING: reason}. */
    private record Change(Instant time, String before, String after) {
        private static final Change NONE = new Change(null, "", "");

        static Change parse(String line) {
            String[] words = line.split(" ", 5);
            if (words.length < 4 || !words[2].equals("->")) {
                return NONE;
            }
            try {
                return new Change(Instant.parse(words[0]), words[1], words[3].replace(":", ""));
            } catch (DateTimeException e) {
                return NONE;
            }
        }

        boolean isOpen() {
            return before.equals("OPEN") || after.equals("OPEN");
        }
    }
}
