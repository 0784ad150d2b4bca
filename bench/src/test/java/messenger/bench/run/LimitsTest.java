package messenger.bench.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import messenger.bench.load.Measurement;
import org.junit.jupiter.api.Test;

/** The limits that the project sets itself. */
class LimitsTest {
    private static final double MAX_LATENCY_RATIO = 1.5;
    private static final int KIB = 1 << 10;
    private static final int ROUNDS = 5;

    private final CellRunner runner = new CellRunner(Duration.ofMillis(500), Duration.ofSeconds(2));

    @Test
    void depthOneStaysNearARawSocket() throws Exception {
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> limit = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(runner.run(new Cell(Plan.PING, Placement.ONE_CORE, SystemKind.TCP_FAST)));
            limit.add(runner.run(new Cell(Plan.PING, Placement.ONE_CORE, SystemKind.SOCKET_CRC)));
        }
        double ratio = new Summary(ours).median(run -> run.p50Micros) / new Summary(limit).median(run -> run.p50Micros);
        System.out.println("p50 of a round trip: " + Figures.ratio(ratio) + " times that of a socket");
        assertTrue(ratio <= MAX_LATENCY_RATIO, () -> "p50 is " + ratio + " times that of a socket");
    }

    @Test
    void tenThousandIdleSessionsAreSmall() throws Exception {
        Measurement idle = runner.run(new Cell(Plan.IDLE, Placement.FREE, SystemKind.TCP_FAST));
        System.out.printf(
                "idle sessions, bytes each: heap %.0f and %.0f, resident %.0f and %.0f%n",
                idle.clientHeapBytes, idle.serverHeapBytes, idle.clientResidentBytes, idle.serverResidentBytes);
        assertTrue(Math.max(idle.clientHeapBytes, idle.serverHeapBytes) <= 20 * KIB, "heap of an idle session");
        assertTrue(
                Math.max(idle.clientResidentBytes, idle.serverResidentBytes) <= 64 * KIB, "memory of an idle session");
    }
}
