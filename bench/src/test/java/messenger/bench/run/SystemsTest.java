package messenger.bench.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import messenger.bench.load.Measurement;
import messenger.bench.load.Workload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every system carries small and large messages, to and fro and one way, unchanged and in order: the processes check. */
class SystemsTest {
    private final CellRunner runner = new CellRunner(Duration.ofMillis(200), Duration.ofMillis(200));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RDMA_FAST")
    void carriesAllWorkloads(SystemKind system) throws Exception {
        for (Workload workload : new Workload[] {Plan.PIPELINE, Plan.STREAM_HUGE}) {
            Measurement run = runner.run(new Cell(workload, Placement.FREE, system));
            assertTrue(run.messages > 0, () -> system + " under " + workload + ": no message");
            assertTrue(run.cpuMicros() > 0, () -> system + " under " + workload + ": no processor time");
        }
    }
}
