package messenger.shell;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The messengers that are there at the moment. Thread safe. */
@Component(service = Messengers.class)
public class Messengers {
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private volatile Consumer<String> whenGone = endpoint -> {};

    private record Entry(String endpoint, String type, Messenger messenger) {
        boolean is(String wantedEndpoint, String wantedType) {
            return endpoint.equals(wantedEndpoint) && type.equals(wantedType);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMessenger(Messenger messenger, Map<String, Object> properties) {
        entries.put(
                (Long) properties.get(Constants.SERVICE_ID),
                new Entry(
                        String.valueOf(properties.get(MessengerConstants.ENDPOINT)),
                        String.valueOf(properties.get(MessengerConstants.TYPE)),
                        messenger));
        changed();
    }

    void removeMessenger(Messenger messenger, Map<String, Object> properties) {
        Entry gone = entries.remove((Long) properties.get(Constants.SERVICE_ID));
        changed();
        if (gone != null && gone.type().equals(MessengerConstants.TYPE_ANY)) {
            whenGone.accept(gone.endpoint());
        }
    }

    /** Has the names of endpoints reported that are gone. */
    void whenGone(Consumer<String> listener) {
        whenGone = listener;
    }

    private synchronized void changed() {
        notifyAll();
    }

    /** All of them, by endpoint and type. */
    List<Messenger> all() {
        return entries.values().stream()
                .sorted(Comparator.comparing(Entry::endpoint).thenComparing(Entry::type))
                .map(Entry::messenger)
                .toList();
    }

    /**
     * Those of one endpoint, or all for null.
     *
     * @throws IllegalArgumentException as {@link #ofEndpoint}
     */
    List<Messenger> all(String name) {
        if (name == null) {
            return all();
        }
        ofEndpoint(name);
        return all().stream().filter(m -> m.name().toString().equals(name)).toList();
    }

    /**
     * The endpoint's own messenger in a list, or those of all for null.
     *
     * @throws IllegalArgumentException as {@link #ofEndpoint}
     */
    List<Messenger> ofEndpoints(String name) {
        return name == null ? ofEndpoints() : List.of(ofEndpoint(name));
    }

    /** The endpoints' own, whatever the transport. */
    List<Messenger> ofEndpoints() {
        return entries.values().stream()
                .filter(e -> e.type().equals(MessengerConstants.TYPE_ANY))
                .sorted(Comparator.comparing(Entry::endpoint))
                .map(Entry::messenger)
                .toList();
    }

    /**
     * The endpoint's own messenger.
     *
     * @throws IllegalArgumentException naming the endpoints that there are
     */
    Messenger ofEndpoint(String name) {
        String endpoint = EntityName.parse(name).toString();
        return find(endpoint, MessengerConstants.TYPE_ANY)
                .orElseThrow(() -> new IllegalArgumentException("no endpoint " + endpoint + "; there "
                        + (ofEndpoints().isEmpty() ? "is none, msgr:create makes one" : "are " + names())));
    }

    private String names() {
        return String.join(
                ", ",
                entries.values().stream()
                        .filter(e -> e.type().equals(MessengerConstants.TYPE_ANY))
                        .map(Entry::endpoint)
                        .sorted()
                        .toList());
    }

    private Optional<Messenger> find(String endpoint, String type) {
        return entries.values().stream()
                .filter(e -> e.is(endpoint, type))
                .map(Entry::messenger)
                .findFirst();
    }

    /** Waits until an endpoint has a messenger of a type; empty if that took longer than {@code patience}. */
    synchronized Optional<Messenger> await(EntityName endpoint, String type, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Messenger> found = find(endpoint.toString(), type);
        while (found.isEmpty() && waitUntil(deadline)) {
            found = find(endpoint.toString(), type);
        }
        return found;
    }

    /** Waits until an endpoint has no messenger any more; false if that took longer than {@code patience}. */
    synchronized boolean awaitGone(EntityName endpoint, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean there = has(endpoint);
        while (there && waitUntil(deadline)) {
            there = has(endpoint);
        }
        return !there;
    }

    private boolean has(EntityName endpoint) {
        return entries.values().stream().anyMatch(e -> e.endpoint().equals(endpoint.toString()));
    }

    private boolean waitUntil(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
        return true;
    }
}
