package messenger.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Dispatchers of one endpoint, by ranking. What a Dispatcher throws is logged and goes no further. Thread safe. */
final class Dispatchers {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatchers.class);

    record Entry(Dispatcher dispatcher, String name, int ranking) {}

    private final EntityName endpoint;
    private final Set<String> required;
    private final Set<Integer> requiredTypes;
    private final MessageTypes types;
    private final Registration typesChange;
    private final Set<Integer> unclaimed = ConcurrentHashMap.newKeySet();
    private volatile Entry[] entries = {};
    private volatile boolean complete;
    private Runnable changed = () -> {};

    Dispatchers(EndpointSettings settings, MessageTypes types) {
        this.endpoint = settings.name();
        this.required = Set.copyOf(settings.requiredDispatchers());
        this.requiredTypes = settings.requiredTypes();
        this.types = types;
        this.complete = missing().isEmpty();
        this.typesChange = requiredTypes.isEmpty() ? () -> {} : types.onChange(this::lookAgain);
    }

    /** Follows the message types no more. */
    void close() {
        typesChange.close();
    }

    private synchronized void lookAgain() {
        set(List.of(entries));
    }

    /** Runs when Dispatchers come or go. Set once, before anybody is added. */
    void onChange(Runnable task) {
        changed = task;
    }

    synchronized Registration add(Dispatcher dispatcher, String name, int ranking) {
        Entry entry = new Entry(dispatcher, name, ranking);
        List<Entry> more = new ArrayList<>(List.of(entries));
        more.add(entry);
        more.sort(Comparator.comparingInt(Entry::ranking).reversed());
        set(more);
        return () -> remove(entry);
    }

    private synchronized void remove(Entry entry) {
        List<Entry> less = new ArrayList<>(List.of(entries));
        less.removeIf(e -> e == entry);
        set(less);
    }

    private void set(List<Entry> newEntries) {
        entries = newEntries.toArray(Entry[]::new);
        complete = missing().isEmpty();
        unclaimed.clear();
        changed.run();
    }

    /** Whether everything that the endpoint requires is there. */
    boolean isComplete() {
        return complete;
    }

    /** What is required and absent: names of Dispatchers, then message types as {@code type 1001}. */
    List<String> missing() {
        Set<String> names = new HashSet<>(required);
        for (Entry entry : entries) {
            names.remove(entry.name());
        }
        return Stream.concat(
                        names.stream().sorted(),
                        types.missing(requiredTypes).stream().map(number -> "type " + number))
                .toList();
    }

    void preprocess(ReceivedMessage message) {
        for (Entry entry : entries) {
            try {
                entry.dispatcher().fastPreprocess(message);
            } catch (RuntimeException | Error e) {
                failed(entry, "preprocessing " + message, e);
            }
        }
    }

    /** Who takes messages like this on the receiving thread, or null. */
    Entry fast(MessageHeader header) {
        for (Entry entry : entries) {
            try {
                if (entry.dispatcher().canFastDispatch(header)) {
                    return entry;
                }
            } catch (RuntimeException | Error e) {
                failed(entry, "asked for fast dispatch of type " + header.type(), e);
            }
        }
        return null;
    }

    void fastDispatch(Entry to, ReceivedMessage message) {
        try {
            to.dispatcher().fastDispatch(message);
        } catch (RuntimeException | Error e) {
            failed(to, "fast dispatching " + message, e);
        }
    }

    void dispatch(ReceivedMessage message) {
        for (Entry entry : entries) {
            try {
                if (entry.dispatcher().dispatch(message)) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                // the handler had it: handing it on would dispatch it twice
                failed(entry, "dispatching " + message, e);
                return;
            }
        }
        if (unclaimed.add(message.type())) {
            LOG.warn(
                    "{}: no Dispatcher takes messages of type {} (first one from {}); they are dropped. Register one that does",
                    endpoint,
                    message.type(),
                    message.connection());
        }
    }

    void event(String what, Connection connection, BiConsumer<Dispatcher, Connection> call) {
        for (Entry entry : entries) {
            try {
                call.accept(entry.dispatcher(), connection);
            } catch (RuntimeException | Error e) {
                failed(entry, "told of " + what + " of " + connection, e);
            }
        }
    }

    private void failed(Entry entry, String doing, Throwable failure) {
        LOG.error(
                "{}: Dispatcher {} failed when {}",
                endpoint,
                entry.dispatcher().getClass().getName(),
                doing,
                failure);
    }
}
