package messenger.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** The commands in a Gogo session of their own. */
final class Gogo implements AutoCloseable {
    final Messengers messengers = new Messengers();
    final FakeConfigurationAdmin configurationAdmin = new FakeConfigurationAdmin();
    private final CommandProcessorImpl processor = new CommandProcessorImpl();
    private final CommandSession session = processor.createSession(
            new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

    /** Commands that wait up to {@code patience} for services. */
    Gogo(Duration patience) {
        add(
                new EndpointCommands(messengers, new Configurations(configurationAdmin.service), patience),
                "create",
                "list",
                "remove",
                "bind",
                "stats");
        add(new SessionCommands(messengers), "connect", "sessions", "links", "markdown");
        add(new TrafficCommands(messengers), "send", "ping");
        processor.addConverter(new MessengerConverter());
    }

    private void add(Object commands, String... functions) {
        for (String function : functions) {
            processor.addCommand("msgr", commands, function);
        }
    }

    Object run(String line) throws Exception {
        return session.execute(line);
    }

    /** What an interactive shell prints for the result. */
    String print(String line) throws Exception {
        return session.format(run(line), Converter.INSPECT).toString();
    }

    @Override
    public void close() {
        session.close();
        processor.stop();
    }
}
