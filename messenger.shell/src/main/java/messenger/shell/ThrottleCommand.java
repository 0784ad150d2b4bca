package messenger.shell;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessengerConstants;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Changes the throttles for a type of peer by configuration, so that they are kept. */
final class ThrottleCommand extends Command {
    private static final String MESSAGES = "throttle.messages";
    private static final String BYTES = "throttle.bytes";

    private final Settings settings;

    ThrottleCommand(Settings settings) {
        this.settings = settings;
    }

    @Descriptor("limit what peers of a type may have in memory here; kept in the endpoint's configuration")
    public List<SettingChange> throttle(
            @Descriptor("MESSAGES: of all such peers at once; 0 for any number")
                    @Parameter(
                            names = {"-m", "--messages"},
                            absentValue = "")
                    Long messages,
            @Descriptor("BYTES: of those messages; 0 for any number")
                    @Parameter(
                            names = {"-b", "--bytes"},
                            absentValue = "")
                    Long bytes,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) EntityName name,
            @Descriptor("TYPE: mon, mds, osd, client, mgr or auth") @Argument(Kind.PEER_TYPE) EntityType type)
            throws IOException {
        if (messages == null && bytes == null) {
            throw new IllegalArgumentException(
                    "nothing to limit; give --messages or --bytes; msgr:throttles shows what holds");
        }
        Map<String, String> changes = new LinkedHashMap<>();
        if (messages != null) {
            changes.put(MESSAGES, with(name, MESSAGES, type, messages));
        }
        if (bytes != null) {
            changes.put(BYTES, with(name, BYTES, type, bytes));
        }
        return settings.change(name, changes, MessengerConstants.ENDPOINT_PID);
    }

    /** The present list of TYPE=LIMIT with one of them changed. */
    private String with(EntityName name, String key, EntityType type, long limit) throws IOException {
        Map<String, String> limits = new LinkedHashMap<>();
        settings.show(name, key).stream()
                .filter(s ->
                        s.key().equals(key) && s.value() != null && !s.value().isBlank())
                .forEach(s -> limits.putAll(Settings.parse(s.value().split("\\s*,\\s*"), "")));
        limits.put(type.toString(), Long.toString(limit));
        return String.join(
                ",",
                limits.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }
}
