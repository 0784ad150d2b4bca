package messenger.bench.run;

import messenger.bench.load.Workload;

/** One figure to be taken: a system under a workload in a placement. */
record Cell(Workload workload, Placement placement, SystemKind system) {
    /** What selects it, and names it in progress reports. */
    String name() {
        return workload + " " + placement.name() + " " + system.name();
    }
}
