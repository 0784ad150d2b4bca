package messenger.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The messengers that there are. Thread safe. */
@Component(service = MonitoredMessengers.class)
public final class MonitoredMessengers {
    private final LongSupplier nanoTime;
    private final Map<Long, MonitoredMessenger> messengers = new ConcurrentSkipListMap<>();
    /** Guarded by this object, as is the order in which audiences are told. */
    private final List<Audience> audiences = new ArrayList<>();

    @Activate
    public MonitoredMessengers() {
        this(System::nanoTime);
    }

    MonitoredMessengers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addMessenger(Messenger messenger, Map<String, Object> properties) {
        MonitoredMessenger monitored = new MonitoredMessenger(
                messenger,
                String.valueOf(properties.get(MessengerConstants.ENDPOINT)),
                String.valueOf(properties.get(MessengerConstants.TYPE)),
                nanoTime);
        messengers.put((Long) properties.get(Constants.SERVICE_ID), monitored);
        forgetAllOf(monitored.endpoint());
        audiences.forEach(audience -> audience.came(monitored));
    }

    synchronized void removeMessenger(Messenger messenger, Map<String, Object> properties) {
        MonitoredMessenger monitored = messengers.remove((Long) properties.get(Constants.SERVICE_ID));
        if (monitored == null) {
            return;
        }
        audiences.forEach(audience -> audience.went(monitored));
        monitored.release();
        forgetAllOf(monitored.endpoint());
    }

    /** So that no sample keeps what a transport has made for it. */
    private void forgetAllOf(String endpoint) {
        messengers.values().stream().filter(m -> m.endpoint().equals(endpoint)).forEach(MonitoredMessenger::forget);
    }

    /** Tells of the messengers that there are, and from now on of every change. */
    synchronized void follow(Audience audience) {
        audiences.add(audience);
        messengers.values().forEach(audience::came);
    }

    /** Tells that all have gone, and nothing more. */
    synchronized void unfollow(Audience audience) {
        if (audiences.remove(audience)) {
            messengers.values().forEach(audience::went);
        }
    }

    /** Those that stand for endpoints, by name. */
    List<MonitoredMessenger> endpoints() {
        return messengers.values().stream()
                .filter(MonitoredMessenger::isEndpoint)
                .sorted(Comparator.comparing(MonitoredMessenger::endpoint))
                .toList();
    }

    /** The states of the endpoints, by name, each up to a second old. */
    List<MessengerDTO> endpointStates() {
        return endpoints().stream()
                .flatMap(endpoint -> endpoint.state().stream())
                .toList();
    }
}
