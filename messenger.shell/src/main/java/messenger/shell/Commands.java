package messenger.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;

/** All commands. */
final class Commands {
    private Commands() {}

    /** By name; those that wait for services do so up to {@code patience}. */
    static List<Command> of(
            Messengers messengers,
            Configurations configurations,
            Settings settings,
            Transports transports,
            Devices devices,
            Captures captures,
            BundleContext context,
            Duration patience) {
        List<Command> all = new ArrayList<>();
        all.add(new BindCommand(messengers));
        all.add(new CaptureCommand(messengers, captures));
        all.add(new CapturesCommand(captures));
        all.add(new CommandsCommand(() -> all));
        all.add(new ConfigCommand(settings));
        all.add(new ConnectCommand(messengers));
        all.add(new CreateCommand(messengers, configurations, transports, patience));
        all.add(new DevicesCommand(devices));
        all.add(new DrainCommand(messengers));
        all.add(new InjectCommand(settings));
        all.add(new LinkCommand(messengers));
        all.add(new LinksCommand(messengers));
        all.add(new ListCommand(messengers));
        all.add(new MarkdownCommand(messengers));
        all.add(new PeersCommand(messengers));
        all.add(new PingCommand(messengers));
        all.add(new PoliciesCommand(messengers));
        all.add(new PolicyCommand(settings));
        all.add(new RebindCommand(messengers));
        all.add(new RemoveCommand(messengers, configurations, patience));
        all.add(new SendCommand(messengers));
        all.add(new SessionCommand(messengers));
        all.add(new SessionsCommand(messengers));
        all.add(new StatsCommand(messengers));
        all.add(new StopcaptureCommand(captures));
        all.add(new SwapCommand(messengers, transports));
        all.add(new ThrottleCommand(settings));
        all.add(new ThrottlesCommand(messengers));
        all.add(new TraceCommand(messengers));
        all.add(new TransportsCommand(transports));
        all.add(new UpdateCommand(messengers, transports, context));
        all.add(new WatchCommand(messengers));
        return all;
    }
}
