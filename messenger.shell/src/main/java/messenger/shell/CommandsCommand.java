package messenger.shell;

import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.service.command.Descriptor;

/** An overview. */
final class CommandsCommand extends Command {
    private final Supplier<List<Command>> all;

    CommandsCommand(Supplier<List<Command>> all) {
        this.all = all;
    }

    @Descriptor("list the commands; each explains itself with --help")
    public List<CommandInfo> commands() {
        return all.get().stream()
                .map(c -> new CommandInfo(c.syntax().qualifiedName(), c.syntax().description()))
                .toList();
    }
}
