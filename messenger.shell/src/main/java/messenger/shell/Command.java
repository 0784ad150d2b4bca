package messenger.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;

/**
 * A command. A subclass has one public method, which has the command's name, a {@code @Descriptor}, and parameters with
 * {@code @Descriptor("PLACEHOLDER: meaning")}, options also with Gogo's {@code @Parameter}.
 *
 * <p>It takes the arguments apart itself, because Gogo's own way knows no repeated options and cannot say what is wrong.
 */
abstract class Command implements Function {
    private static final String HELP = "--help";

    private final Syntax syntax = Syntax.of(getClass());

    Syntax syntax() {
        return syntax;
    }

    @Override
    public final Object execute(CommandSession session, List<Object> arguments) throws Exception {
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument == null) {
                throw new IllegalArgumentException("argument " + (words.size() + 1)
                        + " is null: a variable that is not set, or a command without a result; usage: "
                        + syntax.usage());
            }
            words.add(argument.toString());
        }
        if (!words.isEmpty() && words.getFirst().equals(HELP)) {
            // printed, not returned: Karaf's help command catches what is printed
            out(session).println(syntax.help());
            return null;
        }
        Object result = syntax.invoke(this, session, words);
        // of a class that is public, so that scripts can call its methods
        return result instanceof List<?> list ? new ArrayList<>(list) : result;
    }

    /** Where a command prints: into the next command of a pipe, or to the session's console. */
    static PrintStream out(CommandSession session) {
        Process process = Process.Utils.current();
        return process == null ? session.getConsole() : process.out();
    }
}
