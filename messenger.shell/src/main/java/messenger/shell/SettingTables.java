package messenger.shell;

import static messenger.shell.Column.number;
import static messenger.shell.Column.text;

import java.util.ArrayList;
import java.util.List;
import messenger.api.dto.ThrottleDTO;
import messenger.shell.capture.CaptureInfo;

/** Tables of what is set, installed and running. */
final class SettingTables {
    private static final Table<ThrottleDTO> THROTTLES = new Table<>(
            ThrottleDTO.class,
            List.of(
                    text("THROTTLE", t -> t.name),
                    number("USED", t -> t.used),
                    number("LIMIT", t -> t.limit == 0 ? "none" : t.limit),
                    number("WAITING", t -> t.waiting)));

    private static final Table<ThrottleInfo> ENDPOINT_THROTTLES = new Table<>(ThrottleInfo.class, endpointThrottles());

    private static final Table<PolicyInfo> POLICIES = new Table<>(
            PolicyInfo.class,
            List.of(
                    text("ENDPOINT", PolicyInfo::endpoint),
                    text("PEERS", PolicyInfo::type),
                    text("POLICY", PolicyInfo::policy),
                    text("LOSSY", p -> p.policy().lossy()),
                    text("SERVER", p -> p.policy().server()),
                    text("STANDBY", p -> p.policy().standby()),
                    text("RESETCHECK", p -> p.policy().resetCheck()),
                    number("MESSAGES", p -> limit(p.policy().throttleMessages())),
                    number("BYTES", p -> limit(p.policy().throttleBytes()))));

    private static final Table<Setting> SETTINGS = new Table<>(
            Setting.class,
            List.of(
                    text("KEY", Setting::key),
                    text("VALUE", Setting::value),
                    text("DEFAULT", Setting::defaultValue),
                    text("CONFIGURATION", Setting::pid),
                    text("TAKES EFFECT", Setting::effect)));

    private static final Table<SettingChange> CHANGES = new Table<>(
            SettingChange.class,
            List.of(
                    text("KEY", SettingChange::key),
                    text("BEFORE", SettingChange::before),
                    text("NOW", SettingChange::now),
                    text("CONFIGURATION", SettingChange::pid),
                    text("TAKES EFFECT", SettingChange::effect)));

    private static final Table<TransportInfo> TRANSPORTS = new Table<>(
            TransportInfo.class,
            List.of(
                    text("TYPE", TransportInfo::type),
                    text("SCHEME", TransportInfo::scheme),
                    text("FACTORY PID", TransportInfo::factoryPid),
                    text("BUNDLE", TransportInfo::bundle),
                    text("STATE", TransportInfo::state)));

    private static final Table<DeviceInfo> DEVICES = new Table<>(
            DeviceInfo.class,
            List.of(
                    text("TRANSPORT", DeviceInfo::transport),
                    text("FABRIC", DeviceInfo::fabric),
                    text("DEVICE", DeviceInfo::device),
                    text("PROPERTY", DeviceInfo::property),
                    text("VALUE", DeviceInfo::value)));

    private static final Table<CaptureInfo> CAPTURES = new Table<>(
            CaptureInfo.class,
            List.of(
                    text("ENDPOINT", CaptureInfo::endpoint),
                    text("FILE", CaptureInfo::file),
                    text("STATE", CaptureInfo::state),
                    number("LINKS", CaptureInfo::links),
                    number("READS", CaptureInfo::reads),
                    number("BYTES", CaptureInfo::bytes),
                    number("DROPPED", CaptureInfo::droppedBytes)));

    private static final Table<CommandInfo> COMMANDS = new Table<>(
            CommandInfo.class, List.of(text("COMMAND", CommandInfo::command), text("DOES", CommandInfo::description)));

    static final List<Table<?>> ALL = List.of(
            THROTTLES, ENDPOINT_THROTTLES, POLICIES, SETTINGS, CHANGES, TRANSPORTS, DEVICES, CAPTURES, COMMANDS);

    private SettingTables() {}

    private static Object limit(long limit) {
        return limit == 0 ? "none" : limit;
    }

    private static List<Column<ThrottleInfo>> endpointThrottles() {
        List<Column<ThrottleInfo>> columns = new ArrayList<>();
        columns.add(text("ENDPOINT", ThrottleInfo::endpoint));
        THROTTLES
                .columns()
                .forEach(c -> columns.add(new Column<>(c.title(), t -> c.value().apply(t.throttle()), c.isNumber())));
        return columns;
    }
}
