package messenger.shell;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import messenger.api.EntityName;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Shows and changes the configurations of an endpoint and its transports. */
final class ConfigCommand extends Command {
    private final Settings settings;

    ConfigCommand(Settings settings) {
        this.settings = settings;
    }

    @Descriptor("show an endpoint's configuration, or change it while it runs; the change is kept")
    public List<?> config(
            @Descriptor("KEY: to be unset, so that its default holds")
                    @Parameter(
                            names = {"-u", "--unset"},
                            absentValue = "")
                    @Argument(Kind.SET_KEY)
                    String[] unset,
            @Descriptor("FACTORY_PID: of the only configuration to change, such as messenger.simple")
                    @Parameter(
                            names = {"--pid"},
                            absentValue = "")
                    String factoryPid,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) EntityName name,
            @Descriptor("KEY=VALUE: to be set; lists have commas between their values")
                    @Argument(value = Kind.SETTING, optional = true)
                    String[] changes)
            throws IOException {
        Map<String, String> wanted = Settings.parse(changes, "");
        for (String key : unset) {
            if (wanted.containsKey(key)) {
                throw new IllegalArgumentException("'" + key + "' is to be set and to be unset");
            }
            wanted.put(key, null);
        }
        return wanted.isEmpty() ? settings.show(name, "") : settings.change(name, wanted, factoryPid);
    }
}
