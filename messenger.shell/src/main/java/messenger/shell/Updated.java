package messenger.shell;

import java.util.List;

/**
 * A transport that was updated.
 *
 * @param transport its type
 * @param bundle symbolic name of its bundle
 * @param from version of the bundle before
 * @param to version of the bundle now
 * @param seconds from the stop of the old version until the new one carried the sessions
 * @param sessions those that the old version carried
 */
public record Updated(
        String transport, String bundle, String from, String to, double seconds, List<SwapInfo> sessions) {
    public Updated {
        sessions = List.copyOf(sessions);
    }
}
