package messenger.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one endpoint in one registry. Those of peers, transports and throttles come when these are first seen,
 * which is when any meter is read. Thread safe.
 */
final class EndpointMeters implements AutoCloseable {
    private static final List<String> STATES = List.of("CONNECTING", "ACCEPTING", "OPEN", "STANDBY", "WAIT");

    private enum Kind {
        PEER,
        TRANSPORT,
        THROTTLE
    }

    private record Group(Kind kind, String name) {}

    private final MeterRegistry registry;
    private final EndpointFigures source;
    private final List<Meter> always = new ArrayList<>();
    /** Guards what follows. Readers do not wait for it: a registry may hold locks of its own when it reads. */
    private final ReentrantLock changing = new ReentrantLock();

    private final Map<Group, List<Meter>> groups = new HashMap<>();
    private Figures seen;
    private boolean closed;

    EndpointMeters(MeterRegistry registry, EndpointFigures source) {
        this.registry = registry;
        this.source = source;
        Measure.OF_ENDPOINTS.forEach(measure -> always.add(register(measure, tags(), Figures::state)));
        follow(source.current());
    }

    private Tags tags(String... more) {
        return Tags.of("endpoint", source.endpoint()).and(more);
    }

    private <T> Meter register(Measure<T> measure, Tags tags, Function<Figures, T> part) {
        ToDoubleFunction<EndpointMeters> value = meters -> meters.read(measure, part);
        // the registry holds this object weakly: its owner keeps it
        if (measure.isCounter()) {
            return FunctionCounter.builder(measure.meter(), this, value)
                    .baseUnit(measure.unit())
                    .description(measure.description())
                    .tags(tags)
                    .register(registry);
        }
        return Gauge.builder(measure.meter(), this, value)
                .baseUnit(measure.unit())
                .description(measure.description())
                .tags(tags)
                .register(registry);
    }

    private <T> double read(Measure<T> measure, Function<Figures, T> part) {
        Figures now = source.current();
        follow(now);
        T from = part.apply(now);
        return from == null ? Double.NaN : measure.value().applyAsDouble(from);
    }

    /** Registers meters of what has come, and removes those of what has gone. */
    private void follow(Figures now) {
        // a registry may read a meter while it is being registered
        if (changing.isHeldByCurrentThread() || !changing.tryLock()) {
            return;
        }
        try {
            if (!closed && now != seen) {
                seen = now;
                Set<Group> there = new HashSet<>();
                now.peers().keySet().forEach(name -> there.add(new Group(Kind.PEER, name)));
                now.transports().keySet().forEach(name -> there.add(new Group(Kind.TRANSPORT, name)));
                now.throttles().keySet().forEach(name -> there.add(new Group(Kind.THROTTLE, name)));
                for (Group group : there) {
                    groups.computeIfAbsent(group, this::register);
                }
                groups.entrySet().removeIf(entry -> {
                    boolean gone = !there.contains(entry.getKey());
                    if (gone) {
                        entry.getValue().forEach(registry::remove);
                    }
                    return gone;
                });
            }
        } finally {
            changing.unlock();
        }
    }

    private List<Meter> register(Group group) {
        String name = group.name();
        List<Meter> meters = new ArrayList<>();
        switch (group.kind()) {
            case PEER -> {
                for (String state : STATES) {
                    Measure<PeerFigures> sessions = new Measure<>(
                            "messenger.sessions", null, "Sessions in a state", false, peers -> peers.sessions(state));
                    meters.add(register(sessions, tags("peer", name, "state", state), peer(name)));
                }
                for (Measure<PeerFigures> measure : Measure.OF_PEERS) {
                    meters.add(register(measure, tags("peer", name), peer(name)));
                }
                for (PeerCounter counter : PeerCounter.values()) {
                    meters.add(register(counter.measure(), tags("peer", name), peer(name)));
                }
            }
            case TRANSPORT ->
                Measure.OF_TRANSPORTS.forEach(measure -> meters.add(register(
                        measure,
                        tags("transport", name),
                        figures -> figures.transports().get(name))));
            case THROTTLE ->
                Measure.OF_THROTTLES.forEach(measure -> meters.add(register(
                        measure,
                        tags("throttle", name),
                        figures -> figures.throttles().get(name))));
        }
        return meters;
    }

    private static Function<Figures, PeerFigures> peer(String name) {
        return figures -> figures.peers().get(name);
    }

    /** Removes all meters. */
    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            always.forEach(registry::remove);
            groups.values().forEach(meters -> meters.forEach(registry::remove));
            groups.clear();
        } finally {
            changing.unlock();
        }
    }
}
