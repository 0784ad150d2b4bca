package messenger.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** What the entries in a session's table of completions call, with the parsed line. Not a command for people. */
final class CompleteFunction implements Function {
    /** jline does not offer names that begin so. */
    static final String NAME = "__complete";

    private final List<Command> commands;
    private final Completion completion;

    CompleteFunction(List<Command> commands, Completion completion) {
        this.commands = commands;
        this.completion = completion;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        // in a class of its own, as jline is optional
        return JlineCompletions.complete(arguments.getFirst(), commands, completion);
    }
}
