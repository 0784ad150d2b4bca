package messenger.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.annotations.RequireGogoWhiteboard;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/** Registers the commands, as Gogo and Karaf want them, and their completion. */
@RequireGogoWhiteboard
@Component(
        immediate = true,
        service = {})
public final class Shell {
    /** Optional, as its package is, and hence known by name only. */
    private static final String METATYPE_SERVICE = "org.osgi.service.metatype.MetaTypeService";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Messengers messengers;
    private final Captures captures = new Captures();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    private final ServiceTracker<Object, Object> metatype;

    /** Commands for the messengers that are there. */
    @Activate
    public Shell(
            BundleContext context,
            @Reference Messengers messengers,
            @Reference Devices devices,
            @Reference ConfigurationAdmin configurationAdmin) {
        this.messengers = messengers;
        messengers.whenGone(captures::gone);
        Transports transports = new BundleTransports(context);
        Configurations configurations = new Configurations(configurationAdmin, transports);
        metatype = new ServiceTracker<>(context, METATYPE_SERVICE, null);
        metatype.open();
        Settings settings = new Settings(configurations, () -> MetatypeAttributes.of(context, metatype.getService()));
        List<Command> commands =
                Commands.of(messengers, configurations, settings, transports, devices, captures, context, PATIENCE);
        commands.forEach(c -> register(context, c.syntax().name(), c));
        Completion completion = new Completion(new Choices(messengers, transports, settings, captures));
        register(context, CompleteFunction.NAME, new CompleteFunction(commands, completion));
        registrations.add(
                context.registerService(CommandSessionListener.class, new Completions(commands), new Hashtable<>()));
    }

    private void register(BundleContext context, String name, Function function) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, Syntax.SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        registrations.add(context.registerService(Function.class, function, properties));
    }

    /** Takes the commands away, and ends the captures. */
    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        messengers.whenGone(endpoint -> {});
        captures.close();
        metatype.close();
    }
}
