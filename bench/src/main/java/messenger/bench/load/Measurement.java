package messenger.bench.load;

import org.HdrHistogram.Histogram;

/** Figures of one run of one cell, as the client prints them in JSON. Times in microseconds; 0 where it does not apply. */
public final class Measurement {
    /** Messages, or round trips, that were counted. */
    public long messages;
    /** Of those. */
    public double perSecond;

    public double p50Micros;
    public double p99Micros;
    public double p999Micros;
    /** Processor time for each message, all threads of the process. */
    public double clientCpuMicros;

    public double serverCpuMicros;
    /** Processors that other processes kept busy meanwhile. */
    public double othersShare;
    /** Processors that the host took away meanwhile. */
    public double stolenShare;
    /** Bytes for each session that is open and idle; heap after a collection. */
    public double clientHeapBytes;

    public double clientResidentBytes;
    public double serverHeapBytes;
    public double serverResidentBytes;

    Measurement latency(Histogram nanos) {
        p50Micros = nanos.getValueAtPercentile(50) / 1e3;
        p99Micros = nanos.getValueAtPercentile(99) / 1e3;
        p999Micros = nanos.getValueAtPercentile(99.9) / 1e3;
        return this;
    }

    /** Processor time of both sides for each message. */
    public double cpuMicros() {
        return clientCpuMicros + serverCpuMicros;
    }
}
