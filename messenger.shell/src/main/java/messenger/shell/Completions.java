package messenger.shell;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;

/**
 * Gives completion to sessions that know it: those of Gogo's jline shell and of Karaf keep a table of completions in a
 * variable, which is filled before the first command line of the session is run, be it that of its profile.
 */
final class Completions implements CommandSessionListener {
    private static final String TABLE = ".completions";

    private final List<Command> commands;
    private final Set<CommandSession> served =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Completions(List<Command> commands) {
        this.commands = commands;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void beforeExecute(CommandSession session, CharSequence command) {
        if (session.get(TABLE) instanceof Map<?, ?> table && served.add(session)) {
            JlineCompletions.fill((Map<String, Object>) table, commands);
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        // nothing to do
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        // nothing to do
    }
}
