package messenger.bench.load;

/** What is used while a workload is measured: time, and processor time of both processes and of everything else. */
final class Usage {
    private final CpuTime client = new CpuTime(ProcessHandle.current());
    private final CpuTime server;
    private long began;
    private long clientBefore;
    private long serverBefore;
    private Machine before;

    Usage(ProcessHandle server) {
        this.server = new CpuTime(server);
    }

    void start() {
        before = Machine.now();
        clientBefore = client.nanos();
        serverBefore = server.nanos();
        began = System.nanoTime();
    }

    /** So many messages have crossed since the start. */
    Measurement end(long messages) {
        double seconds = (System.nanoTime() - began) / 1e9;
        double clientSeconds = (client.nanos() - clientBefore) / 1e9;
        double serverSeconds = (server.nanos() - serverBefore) / 1e9;
        Machine after = Machine.now();
        Measurement result = new Measurement();
        result.messages = messages;
        result.perSecond = messages / seconds;
        result.clientCpuMicros = clientSeconds * 1e6 / messages;
        result.serverCpuMicros = serverSeconds * 1e6 / messages;
        result.othersShare = Math.max(0, after.busySince(before) - clientSeconds - serverSeconds) / seconds;
        result.stolenShare = after.stolenSince(before) / seconds;
        return result;
    }
}
