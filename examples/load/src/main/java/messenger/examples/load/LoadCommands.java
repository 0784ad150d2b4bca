package messenger.examples.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Commands that put load on endpoints that exist, and say what became of it. */
@Component(service = LoadCommands.class, immediate = true)
@GogoCommand(
        scope = "example",
        function = {"load", "loadstate", "loadend", "wish", "swapdemo"})
public final class LoadCommands {
    private static final String DEFAULT_SIZE = "4194304";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Running(Load load, ServiceRegistration<Dispatcher> registration) {}

    private final BundleContext context;
    private final Map<String, Running> loads = new ConcurrentHashMap<>();

    @Activate
    public LoadCommands(BundleContext context) {
        this.context = context;
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        for (Running running : loads.values()) {
            running.registration().unregister();
            running.load().end();
        }
    }

    /** Begins. */
    @Descriptor(
            "put load on an endpoint: sends to a peer, or on the sessions that peers begin, and checks what arrives")
    public String load(
            @Descriptor("address to which the endpoint connects; without it, peers have to come")
                    @Parameter(
                            names = {"-t", "--to"},
                            absentValue = "")
                    String to,
            @Descriptor("sessions with that peer; 1 if absent")
                    @Parameter(
                            names = {"-s", "--sessions"},
                            absentValue = "1")
                    int sessions,
            @Descriptor("messages a second on each session; as many as possible if absent")
                    @Parameter(
                            names = {"-r", "--rate"},
                            absentValue = "0")
                    long rate,
            @Descriptor("most bytes of data; 4 MiB if absent")
                    @Parameter(
                            names = {"-m", "--max-size"},
                            absentValue = DEFAULT_SIZE)
                    int maxSize,
            @Descriptor("how many of 100 messages are requests; 10 if absent")
                    @Parameter(
                            names = {"-q", "--requests"},
                            absentValue = "10")
                    int requests,
            @Descriptor("chooses sizes, priorities and kinds; 1 if absent")
                    @Parameter(
                            names = {"-e", "--seed"},
                            absentValue = "1")
                    long seed,
            @Descriptor("name of the endpoint, such as osd.0") String endpoint)
            throws IOException {
        if (sessions < 1 || rate < 0 || maxSize < 0 || requests < 0 || requests > 100) {
            throw new IllegalArgumentException("--sessions " + sessions + " --rate " + rate + " --max-size " + maxSize
                    + " --requests " + requests + "; allowed: 1 or more, 0 or more, 0 or more, 0 to 100");
        }
        Messenger messenger = messenger(endpoint);
        Load load = new Load(new LoadSettings(rate, maxSize, requests, seed), to.isEmpty());
        if (loads.containsKey(endpoint)) {
            throw new IllegalArgumentException(endpoint + " has its load; end it with example:loadend " + endpoint);
        }
        loads.put(endpoint, new Running(load, register(endpoint, load)));
        if (!to.isEmpty()) {
            EntityAddress address = EntityAddress.parse(to);
            for (int i = 0; i < sessions; i++) {
                load.send(connect(messenger, address, i == 0));
            }
        }
        return endpoint + (to.isEmpty() ? " waits for its peers" : " sends on " + sessions + " sessions to " + to);
    }

    private ServiceRegistration<Dispatcher> register(String endpoint, Load load) {
        return context.registerService(
                Dispatcher.class, load, new Hashtable<>(Map.of(MessengerConstants.ENDPOINT, endpoint)));
    }

    private static Connection connect(Messenger messenger, EntityAddress address, boolean first) {
        return first
                ? messenger.connect(EntityType.OSD, address)
                : messenger.connectSeparately(EntityType.OSD, address);
    }

    private Messenger messenger(String endpoint) {
        String filter = "(&(" + MessengerConstants.ENDPOINT + "=" + endpoint + ")(" + MessengerConstants.TYPE + "="
                + MessengerConstants.TYPE_ANY + "))";
        try {
            List<ServiceReference<Messenger>> found =
                    List.copyOf(context.getServiceReferences(Messenger.class, filter));
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no endpoint " + endpoint + "; msgr:create " + endpoint + " makes it");
            }
            return context.getService(found.getFirst());
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("'" + endpoint + "' is no name of an endpoint, such as osd.0", e);
        }
    }

    private Load running(String endpoint) {
        Running running = loads.get(endpoint);
        if (running == null) {
            throw new IllegalArgumentException(
                    endpoint + " has no load; it is on " + (loads.isEmpty() ? "none" : loads.keySet()));
        }
        return running.load();
    }

    /** Looks. */
    @Descriptor("show how the load on an endpoint stands; the worst gap is that since this was last asked")
    public Map<String, Object> loadstate(@Descriptor("name of the endpoint, such as osd.0") String endpoint) {
        return running(endpoint).state();
    }

    /** Wishes. */
    @Descriptor("have a transport carry all sessions of an endpoint's load, whenever it can; returns at once")
    public String wish(
            @Descriptor("name of the endpoint, such as osd.0") String endpoint,
            @Descriptor("type of the transport, or auto for the one that ranks highest") String type) {
        List<Flow> flows = running(endpoint).flows();
        flows.forEach(flow -> flow.connection().swap(type.equals("auto") ? null : type));
        return endpoint + " wants " + type + " for " + flows.size() + " sessions";
    }

    /** Shows. */
    @Descriptor(
            "change the transport of an endpoint's load again and again, and show what becomes of the load; ends it")
    public String swapdemo(
            CommandSession session,
            @Descriptor("file to be written: rate and gaps over time, as SVG; none if absent")
                    @Parameter(
                            names = {"-p", "--plot"},
                            absentValue = "")
                    String plot,
            @Descriptor("name of the endpoint, such as osd.0") String endpoint,
            @Descriptor("how long that is to take, in seconds") int seconds)
            throws Exception {
        Load load = running(endpoint);
        Demo demo = new Demo(context, load, session.getConsole());
        demo.run(seconds);
        load.end();
        List<String> wrong = new ArrayList<>(load.askPeers());
        wrong.addAll(load.verify(PATIENCE));
        if (!plot.isEmpty()) {
            Files.writeString(Path.of(plot), new Plot(demo.samples(), demo.steps()).svg());
        }
        String summary = demo.summary(wrong);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(summary);
        }
        return summary;
    }

    /** Ends. */
    @Descriptor(
            "end sending, wait until the peers have everything, and say whether it was dispatched once and in order")
    public Map<String, Object> loadend(
            @Descriptor("seconds to wait for that; 120 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "120")
                    long timeout,
            @Descriptor("end sending only, and go on answering")
                    @Parameter(
                            names = {"-o", "--only"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean only,
            @Descriptor("name of the endpoint, such as osd.0") String endpoint)
            throws InterruptedException {
        Load load = running(endpoint);
        load.end();
        if (!only) {
            List<String> wrong = load.verify(Duration.ofSeconds(timeout));
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("the load on " + endpoint + " went wrong: " + String.join("; ", wrong));
            }
        }
        return load.state();
    }
}
