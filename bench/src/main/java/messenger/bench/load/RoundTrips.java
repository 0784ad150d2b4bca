package messenger.bench.load;

import java.util.ArrayList;
import java.util.List;
import messenger.bench.system.MessagingSystem;

/** Client side of round trips: keeps a number of messages on their way in each of its channels. */
final class RoundTrips {
    private final List<RoundTripChannel> channels = new ArrayList<>();
    private final Phase phase = new Phase();
    private final Times times = new Times();

    RoundTrips(MessagingSystem system, String address, int length, int depth, int sessions) throws Exception {
        for (int i = 0; i < sessions; i++) {
            RoundTripChannel channel = new RoundTripChannel(length, depth, phase, times);
            channel.open(system.connect(address, channel));
            channels.add(channel);
        }
    }

    /** Warms up, measures, and stops. */
    Measurement run(Load load) throws Exception {
        channels.forEach(RoundTripChannel::start);
        load.warmup().await();
        Usage usage = new Usage(load.server());
        long before = count();
        phase.measure();
        usage.start();
        Thread.sleep(load.seconds().toMillis());
        long messages = count() - before;
        Measurement measurement = usage.end(messages);
        phase.stop();
        for (RoundTripChannel channel : channels) {
            channel.awaitEnd();
        }
        return measurement.latency(times.sum());
    }

    private long count() {
        return channels.stream().mapToLong(RoundTripChannel::count).sum();
    }
}
