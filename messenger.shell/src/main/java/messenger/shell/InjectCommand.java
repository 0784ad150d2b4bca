package messenger.shell;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import messenger.api.EntityName;
import messenger.api.MessengerConstants;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** The keys {@code inject.*} of an endpoint's configuration. */
final class InjectCommand extends Command {
    private static final String PREFIX = "inject.";

    private final Settings settings;

    InjectCommand(Settings settings) {
        this.settings = settings;
    }

    @Descriptor("show or change the faults that an endpoint makes on purpose, for tests; kept in its configuration")
    public List<?> inject(
            @Descriptor("stop all of it")
                    @Parameter(
                            names = {"--off"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean off,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) EntityName name,
            @Descriptor("KEY=VALUE: such as socket.failures=500: one in 500 I/O calls fails")
                    @Argument(value = Kind.INJECTION, optional = true)
                    String[] changes)
            throws IOException {
        Map<String, String> wanted = Settings.parse(changes, PREFIX);
        if (off && !wanted.isEmpty()) {
            throw new IllegalArgumentException("--off stops all injection, so that '" + changes[0] + "' cannot be set");
        }
        if (off) {
            Map<String, String> none = new TreeMap<>();
            settings.setKeys(name, PREFIX).forEach(key -> none.put(key, null));
            return settings.change(name, none, MessengerConstants.ENDPOINT_PID);
        }
        return wanted.isEmpty()
                ? settings.show(name, PREFIX)
                : settings.change(name, wanted, MessengerConstants.ENDPOINT_PID);
    }
}
