package messenger.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.builtins.Completers.CompletionData;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;

/** Completion as jline wants it. Only for sessions that have jline, as it is optional. */
final class JlineCompletions {
    private static final String EVALUATED = Syntax.SCOPE + ":" + CompleteFunction.NAME + " $.commandLine";

    private JlineCompletions() {}

    /** Puts entries into a session's table. They are text, so that nothing of this bundle stays there. */
    static void fill(Map<String, Object> table, List<Command> commands) {
        for (Command command : commands) {
            Syntax syntax = command.syntax();
            List<CompletionData> entries = new ArrayList<>();
            entries.add(new CompletionData(null, syntax.description(), null, null));
            syntax.options().forEach(o -> entries.add(new CompletionData(o.names(), o.description(), null, null)));
            entries.add(new CompletionData(null, null, EVALUATED, null));
            table.put(syntax.qualifiedName(), entries);
        }
    }

    /** Offers words for the one at the cursor of a {@code ParsedLine}. */
    static List<Candidate> complete(Object parsedLine, List<Command> commands, Completion completion) {
        ParsedLine line = (ParsedLine) parsedLine;
        String name = line.words().getFirst();
        List<String> words = new ArrayList<>(line.words().subList(1, line.wordIndex()));
        words.add(line.word().substring(0, line.wordCursor()));
        return commands.stream()
                .map(Command::syntax)
                .filter(s -> name.equals(s.name()) || name.equals(s.qualifiedName()))
                .flatMap(s -> completion.complete(s, words).stream())
                .map(c -> new Candidate(c.value(), c.value(), null, c.description(), null, null, c.isWhole()))
                .toList();
    }
}
