package messenger.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of the whole machine so far, in seconds, to a hundredth.
 *
 * @param busy in which something ran
 * @param stolen in which the host ran something else
 */
record Machine(double busy, double stolen) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS = 100;
    private static final int USER = 1;
    private static final int SOFTIRQ = 7;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    static Machine now() {
        try {
            String[] fields =
                    Files.readString(STAT).lines().findFirst().orElseThrow().split(" +", -1);
            long busy = 0;
            for (int i = USER; i <= SOFTIRQ; i++) {
                busy += i == IDLE || i == IOWAIT ? 0 : Long.parseLong(fields[i]);
            }
            return new Machine(busy / TICKS, Long.parseLong(fields[STEAL]) / TICKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double busySince(Machine before) {
        return busy - before.busy;
    }

    double stolenSince(Machine before) {
        return stolen - before.stolen;
    }
}
