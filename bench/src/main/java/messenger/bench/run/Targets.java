package messenger.bench.run;

import static messenger.bench.run.SystemKind.AERON_IPC;
import static messenger.bench.run.SystemKind.AERON_IPC_SPIN;
import static messenger.bench.run.SystemKind.AERON_IPC_YIELD;
import static messenger.bench.run.SystemKind.GRPC;
import static messenger.bench.run.SystemKind.JEROMQ;
import static messenger.bench.run.SystemKind.JGROUPS;
import static messenger.bench.run.SystemKind.JGROUPS_UNBUNDLED;
import static messenger.bench.run.SystemKind.NETTY;
import static messenger.bench.run.SystemKind.RING;
import static messenger.bench.run.SystemKind.RING_CRC;
import static messenger.bench.run.SystemKind.SHM_FAST;
import static messenger.bench.run.SystemKind.SHM_QUEUE;
import static messenger.bench.run.SystemKind.SHM_QUEUE_SPIN;
import static messenger.bench.run.SystemKind.SOCKET_CRC;
import static messenger.bench.run.SystemKind.TCP_FAST;
import static messenger.bench.run.SystemKind.TCP_QUEUE;
import static messenger.bench.run.SystemKind.TCP_QUEUE_MIXED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import messenger.bench.load.Measurement;
import messenger.bench.load.Workload;

/** What the project wants to reach. */
final class Targets {
    private static final ToDoubleFunction<Measurement> P50 = run -> run.p50Micros;
    private static final ToDoubleFunction<Measurement> P99 = run -> run.p99Micros;
    private static final ToDoubleFunction<Measurement> RATE = run -> run.perSecond;
    private static final ToDoubleFunction<Measurement> CPU = Measurement::cpuMicros;
    private static final SystemKind[] AERON = {AERON_IPC, AERON_IPC_YIELD, AERON_IPC_SPIN};
    private static final SystemKind[] HEAVIER = {NETTY, JEROMQ, GRPC, JGROUPS, JGROUPS_UNBUNDLED};

    private final List<Target> targets = new ArrayList<>();

    private Targets() {
        for (Placement placement : List.of(Placement.ONE_CORE, Placement.TWO_CORES)) {
            atMost("p50", P50, Plan.PING, placement, TCP_FAST, 1.3, SOCKET_CRC);
            atMost("p50", P50, Plan.PING, placement, TCP_QUEUE, 1.3, NETTY);
            atMost("p50", P50, Plan.PING, placement, SHM_FAST, 1.5, RING);
        }
        atMost("p50", P50, Plan.PING, Placement.ONE_CORE, SHM_QUEUE, 1, NETTY);
        atMost("p50", P50, Plan.PING, Placement.TWO_CORES, SHM_QUEUE_SPIN, 0.3, NETTY);
        atLeast(Plan.PIPELINE, TCP_FAST, 1, NETTY);
        atLeast(Plan.PIPELINE, TCP_FAST, 0.7, SOCKET_CRC);
        atLeast(Plan.PIPELINE, SHM_FAST, 0.7, AERON);
        atLeast(Plan.STREAM_SMALL, TCP_FAST, 1, HEAVIER);
        atLeast(Plan.STREAM_SMALL, SHM_FAST, 0.4, AERON);
        atLeast(Plan.STREAM_PAGE, TCP_FAST, 1, NETTY);
        atLeast(Plan.STREAM_PAGE, SHM_FAST, 1, AERON);
        for (Workload bulk : List.of(Plan.STREAM_BULK, Plan.STREAM_HUGE)) {
            atLeast(bulk, TCP_FAST, 0.9, SOCKET_CRC, NETTY);
            atLeast(bulk, SHM_FAST, 0.8, RING_CRC);
            atLeast(bulk, SHM_FAST, 1, AERON);
        }
        atLeast(Plan.THOUSAND, TCP_FAST, 0.8, NETTY);
        atMost("p99", P99, Plan.THOUSAND, Placement.FREE, TCP_FAST, 1, NETTY);
        targets.add(new Target(
                "rate", RATE, false, free(Plan.THOUSAND, TCP_FAST), List.of(free(Plan.FOUR, TCP_FAST)), 0.7));
        atLeast(Plan.PIPELINES, TCP_QUEUE_MIXED, 0.9, TCP_QUEUE);
        for (Cell cell : Plan.whole().cells()) {
            if (cell.workload().kind() != Workload.Kind.IDLE
                    && (cell.system() == TCP_FAST || cell.system() == SHM_FAST)) {
                atMost("CPU", CPU, cell.workload(), cell.placement(), cell.system(), 1, HEAVIER);
            }
            if (cell.workload().kind() != Workload.Kind.IDLE && cell.system() == SHM_FAST) {
                atMost("CPU", CPU, cell.workload(), cell.placement(), SHM_FAST, 2, AERON);
            }
        }
    }

    /** All of them, but for memory and devices. */
    static List<Target> all() {
        return List.copyOf(new Targets().targets);
    }

    /** The cells that they compare, but for processor time, which all cells have. */
    static Set<Cell> cells() {
        return all().stream()
                .filter(target -> target.figure() != CPU)
                .flatMap(target -> Stream.concat(Stream.of(target.ours()), target.others().stream()))
                .collect(Collectors.toSet());
    }

    private void atMost(
            String what,
            ToDoubleFunction<Measurement> figure,
            Workload workload,
            Placement placement,
            SystemKind ours,
            double bound,
            SystemKind... others) {
        targets.add(new Target(
                what,
                figure,
                true,
                new Cell(workload, placement, ours),
                Arrays.stream(others)
                        .map(other -> new Cell(workload, placement, other))
                        .toList(),
                bound));
    }

    private void atLeast(Workload workload, SystemKind ours, double bound, SystemKind... others) {
        targets.add(new Target(
                "rate",
                RATE,
                false,
                free(workload, ours),
                Arrays.stream(others).map(other -> free(workload, other)).toList(),
                bound));
    }

    private static Cell free(Workload workload, SystemKind system) {
        return new Cell(workload, Placement.FREE, system);
    }
}
