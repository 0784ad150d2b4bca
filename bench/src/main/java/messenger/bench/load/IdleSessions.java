package messenger.bench.load;

import java.util.ArrayList;
import java.util.List;
import messenger.bench.system.MessagingSystem;

/** Client side of many sessions that are opened, used once, and then only there. */
final class IdleSessions {
    private final int length;
    private final int sessions;
    private final Times times = new Times();
    private final List<RoundTripChannel> channels = new ArrayList<>();

    IdleSessions(int length, int sessions) {
        this.length = length;
        this.sessions = sessions;
    }

    /** Opens them, and has each echo a message; what they cost this process is the result. */
    Measurement run(MessagingSystem system, String address) throws Exception {
        Phase phase = new Phase();
        phase.stop();
        // what the first session brings in is not the price of the others
        open(system, address, phase, 1);
        Memory before = Memory.now();
        open(system, address, phase, sessions);
        Memory after = Memory.now();
        Measurement result = new Measurement();
        result.messages = channels.size();
        result.clientHeapBytes = (double) (after.heap() - before.heap()) / sessions;
        result.clientResidentBytes = (double) (after.resident() - before.resident()) / sessions;
        return result;
    }

    private void open(MessagingSystem system, String address, Phase phase, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            RoundTripChannel channel = new RoundTripChannel(length, 1, phase, times);
            channel.open(system.connect(address, channel));
            channels.add(channel);
            channel.start();
            channel.awaitEnd();
        }
    }
}
