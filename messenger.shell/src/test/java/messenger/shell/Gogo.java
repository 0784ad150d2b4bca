package messenger.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;

/** The commands in a Gogo session of their own. */
final class Gogo implements AutoCloseable {
    static final TransportInfo TCP =
            new TransportInfo("simple", "tcp", "messenger.simple", "messenger.simple 1.0.0", "active");

    final Messengers messengers = new Messengers();
    final Devices devices = new Devices();
    final FakeConfigurationAdmin configurationAdmin = new FakeConfigurationAdmin();
    /** Null for none. */
    Attributes attributes = new FakeAttributes();

    final List<Command> commands;
    final Completion completion;
    private final Captures captures = new Captures();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CommandProcessorImpl processor = new CommandProcessorImpl();
    private final CommandSession session = processor.createSession(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            OutputStream.nullOutputStream());

    /** Commands that wait up to {@code patience} for services. */
    Gogo(Duration patience) {
        this(patience, null);
    }

    /** The same in a framework. */
    Gogo(Duration patience, BundleContext context) {
        Transports transports = () -> List.of(TCP);
        Configurations configurations = new Configurations(configurationAdmin.service, transports);
        Settings settings = new Settings(configurations, () -> attributes);
        commands = Commands.of(messengers, configurations, settings, transports, devices, captures, context, patience);
        completion = new Completion(new Choices(messengers, transports, settings, captures));
        messengers.whenGone(captures::gone);
        for (Command command : commands) {
            processor.addCommand(Syntax.SCOPE, command, command.syntax().name());
        }
        processor.addConverter(new MessengerConverter());
    }

    Object run(String line) throws Exception {
        return session.execute(line);
    }

    /** What an interactive shell prints for the result. */
    String print(String line) throws Exception {
        return session.format(run(line), Converter.INSPECT).toString();
    }

    /** What commands have printed themselves. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    Syntax syntax(String name) {
        return commands.stream()
                .map(Command::syntax)
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        captures.close();
        session.close();
        processor.stop();
    }
}
