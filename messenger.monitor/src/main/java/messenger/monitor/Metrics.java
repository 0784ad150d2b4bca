package messenger.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Keeps the meters of every endpoint in every MeterRegistry service. Its state is guarded by itself. */
@Designate(ocd = MetricsConfig.class)
@Component(
        name = Metrics.NAME,
        enabled = false,
        immediate = true,
        service = {})
public final class Metrics {
    /** Also the PID of its configuration. */
    static final String NAME = "messenger.monitor.metrics";

    private final MonitoredMessengers messengers;
    private final boolean perPeer;
    private final Audience audience = new Endpoints();
    private final List<MeterRegistry> registries = new ArrayList<>();
    private final Map<MonitoredMessenger, EndpointFigures> endpoints = new HashMap<>();
    private final Map<EndpointFigures, Map<MeterRegistry, EndpointMeters>> meters = new HashMap<>();

    @Activate
    public Metrics(MetricsConfig config, @Reference MonitoredMessengers messengers) {
        this.messengers = messengers;
        this.perPeer = config.per_peer();
        messengers.follow(audience);
    }

    @Deactivate
    void close() {
        messengers.unfollow(audience);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addRegistry(MeterRegistry registry) {
        registries.add(registry);
        endpoints.values().forEach(endpoint -> register(endpoint, registry));
    }

    synchronized void removeRegistry(MeterRegistry registry) {
        registries.remove(registry);
        for (Map<MeterRegistry, EndpointMeters> each : meters.values()) {
            close(each.remove(registry));
        }
    }

    private void register(EndpointFigures endpoint, MeterRegistry registry) {
        meters.computeIfAbsent(endpoint, e -> new HashMap<>()).put(registry, new EndpointMeters(registry, endpoint));
    }

    private static void close(EndpointMeters gone) {
        if (gone != null) {
            gone.close();
        }
    }

    private synchronized void add(MonitoredMessenger messenger) {
        EndpointFigures endpoint = new EndpointFigures(messenger, perPeer);
        endpoints.put(messenger, endpoint);
        registries.forEach(registry -> register(endpoint, registry));
    }

    private synchronized void remove(MonitoredMessenger messenger) {
        Map<MeterRegistry, EndpointMeters> gone = meters.remove(endpoints.remove(messenger));
        if (gone != null) {
            gone.values().forEach(Metrics::close);
        }
    }

    private final class Endpoints implements Audience {
        @Override
        public void came(MonitoredMessenger messenger) {
            if (messenger.isEndpoint()) {
                add(messenger);
            }
        }

        @Override
        public void went(MonitoredMessenger messenger) {
            if (messenger.isEndpoint()) {
                remove(messenger);
            }
        }
    }
}
