package messenger.bench.run;

import static messenger.bench.run.Placement.FREE;
import static messenger.bench.run.Placement.ONE_CORE;
import static messenger.bench.run.Placement.TWO_CORES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import messenger.bench.load.Workload;
import messenger.bench.load.Workload.Kind;

/**
 * Which cells are measured, and how.
 *
 * @param cells in the order of a round, so that systems under one workload follow each other
 * @param rounds how often each is measured
 * @param measured how long each time
 * @param warmest longest warm-up before
 */
record Plan(List<Cell> cells, int rounds, Duration measured, Duration warmest) {
    static final Workload PING = new Workload(Kind.ROUND_TRIP, 64, 1, 1);
    static final Workload PIPELINE = new Workload(Kind.ROUND_TRIP, 64, 64, 1);
    static final Workload PIPELINES = new Workload(Kind.ROUND_TRIP, 64, 64, 4);
    static final Workload STREAM_SMALL = new Workload(Kind.STREAM, 64, 0, 1);
    static final Workload STREAM_PAGE = new Workload(Kind.STREAM, 4 << 10, 0, 1);
    static final Workload STREAM_BULK = new Workload(Kind.STREAM, 64 << 10, 0, 1);
    static final Workload STREAM_HUGE = new Workload(Kind.STREAM, 1 << 20, 0, 1);
    static final Workload FOUR = new Workload(Kind.ROUND_TRIP, 4 << 10, 1, 4);
    static final Workload THOUSAND = new Workload(Kind.ROUND_TRIP, 4 << 10, 1, 1_000);
    static final Workload TEN_THOUSAND = new Workload(Kind.ROUND_TRIP, 4 << 10, 1, 10_000);
    static final Workload IDLE = new Workload(Kind.IDLE, 64, 1, 10_000);

    private static final int PAGE = 4 << 10;
    private static final int BULK = 64 << 10;
    private static final int HUGE = 1 << 20;

    /** Without what needs a device, or several sessions. */
    private static final Set<SystemKind> ALL =
            EnumSet.complementOf(EnumSet.of(SystemKind.RDMA_FAST, SystemKind.TCP_QUEUE_MIXED));
    /** Without variants that matter for small messages. */
    private static final Set<SystemKind> MAIN = EnumSet.complementOf(EnumSet.of(
            SystemKind.RDMA_FAST,
            SystemKind.TCP_QUEUE_MIXED,
            SystemKind.SHM_QUEUE_SPIN,
            SystemKind.RING_SPIN,
            SystemKind.AERON_IPC_YIELD,
            SystemKind.AERON_IPC_SPIN,
            SystemKind.JGROUPS_UNBUNDLED));
    /** What is quick to tell how we stand. */
    private static final Set<SystemKind> FEW = EnumSet.of(
            SystemKind.TCP_FAST,
            SystemKind.TCP_QUEUE,
            SystemKind.SHM_FAST,
            SystemKind.SHM_QUEUE,
            SystemKind.SOCKET_CRC,
            SystemKind.RING,
            SystemKind.NETTY,
            SystemKind.AERON_IPC);
    /** Those that open many sessions. */
    private static final Set<SystemKind> MANY = EnumSet.of(
            SystemKind.TCP_FAST, SystemKind.TCP_QUEUE, SystemKind.NETTY, SystemKind.NETTY_GATHERING, SystemKind.GRPC);

    private static final Set<SystemKind> MANY_IDLE =
            EnumSet.of(SystemKind.TCP_FAST, SystemKind.NETTY, SystemKind.NETTY_GATHERING);

    /** Everything, five times. */
    static Plan whole() {
        List<Cell> cells = new ArrayList<>();
        for (Placement placement : List.of(ONE_CORE, TWO_CORES)) {
            add(cells, PING, placement, ALL);
            for (int length : List.of(PAGE, BULK, HUGE)) {
                add(cells, new Workload(Kind.ROUND_TRIP, length, 1, 1), placement, MAIN);
            }
        }
        add(cells, PIPELINE, FREE, ALL);
        add(cells, new Workload(Kind.ROUND_TRIP, PAGE, 16, 1), FREE, MAIN);
        add(cells, PIPELINES, FREE, MANY);
        add(cells, PIPELINES, FREE, EnumSet.of(SystemKind.TCP_QUEUE_MIXED));
        add(cells, new Workload(Kind.ROUND_TRIP, PAGE, 16, 4), FREE, MANY);
        add(cells, STREAM_SMALL, FREE, ALL);
        for (Workload stream : List.of(STREAM_PAGE, STREAM_BULK, STREAM_HUGE)) {
            add(cells, stream, FREE, MAIN);
        }
        add(cells, FOUR, FREE, MANY);
        add(cells, THOUSAND, FREE, MANY);
        add(cells, TEN_THOUSAND, FREE, MANY_IDLE);
        add(cells, IDLE, FREE, MANY_IDLE);
        return new Plan(List.copyOf(cells), 5, Duration.ofMillis(700), Duration.ofSeconds(3));
    }

    /** A subset for five minutes. */
    static Plan quick() {
        List<Cell> cells = new ArrayList<>();
        add(cells, PING, ONE_CORE, FEW);
        add(cells, PING, TWO_CORES, FEW);
        add(cells, PIPELINE, FREE, FEW);
        add(cells, STREAM_SMALL, FREE, FEW);
        add(cells, STREAM_HUGE, FREE, FEW);
        return new Plan(List.copyOf(cells), 1, Duration.ofMillis(700), Duration.ofSeconds(4));
    }

    /** What decides about targets of speed and memory, five times. */
    static Plan targets() {
        Set<Cell> wanted = Targets.cells();
        Plan whole = whole();
        List<Cell> cells = whole.cells.stream()
                .filter(cell -> wanted.contains(cell) || cell.workload().equals(IDLE))
                .toList();
        return new Plan(cells, whole.rounds, whole.measured, whole.warmest);
    }

    /** What is measured beside other programs, on an RDMA device. */
    static Plan rdma() {
        return new Plan(
                List.of(new Cell(PING, FREE, SystemKind.RDMA_FAST)), 1, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private static void add(List<Cell> cells, Workload workload, Placement placement, Set<SystemKind> systems) {
        systems.forEach(system -> cells.add(new Cell(workload, placement, system)));
    }

    /** Only the cells whose name has the pattern in it. */
    Plan only(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return new Plan(
                cells.stream()
                        .filter(cell -> wanted.matcher(cell.name()).find())
                        .toList(),
                rounds,
                measured,
                warmest);
    }

    /** With so many rounds. */
    Plan rounds(int newRounds) {
        return new Plan(cells, newRounds, measured, warmest);
    }
}
