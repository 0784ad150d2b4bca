package messenger.bench;

import java.io.IOException;
import java.nio.file.Path;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;

/**
 * Many connections to one endpoint: what each costs in heap and in threads, and that each works.
 *
 * <p>Argument: number of connections (10000). The peers are a process of their own; the limit of open files must be above
 * the number.
 */
public final class Connections {
    private static final int TYPE = 1000;

    private Connections() {}

    /**
     * Figures of one run.
     *
     * @param connections that were open at once, and each of which echoed a message
     * @param heapBytes heap in use more than before, after a collection, for each
     * @param threads that the endpoint and its transport used
     */
    public record Result(int connections, long heapBytes, int threads) {}

    /** Prints the figures. */
    public static void main(String[] args) throws Exception {
        Result result = open(args.length > 0 ? Integer.parseInt(args[0]) : 10_000);
        System.out.printf(
                "%d connections open, each echoed a message: %d bytes of heap each, %d threads, maximum heap %d MiB%n",
                result.connections(),
                result.heapBytes(),
                result.threads(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Opens so many connections and uses each once. */
    public static Result open(int count) throws Exception {
        int threadsBefore = Thread.activeCount();
        CoreRuntime runtime = CoreRuntime.create();
        CoreEndpoint server = new CoreEndpoint(
                EndpointSettings.of("osd.0")
                        .defaultPolicy(Policy.statefulServer())
                        .build(),
                runtime);
        server.addDispatcher(new Echo(), null, 0);
        SimpleMessenger transport =
                new SimpleMessenger(server, SimpleSettings.builder().ports(0, 0).build());
        EntityAddress bound = server.messenger().bind(EntityAddress.parse("tcp://127.0.0.1:0"));
        Process peers = null;
        try {
            long before = usedHeap();
            peers = start(bound.port(), count);
            String line = peers.inputReader().readLine();
            if (!"open".equals(line)) {
                throw new IllegalStateException(
                        "the peers could not connect; raise the limit of open files (ulimit -n) above " + count
                                + " or ask for fewer");
            }
            int open = server.messenger().connections().size();
            return new Result(open, (usedHeap() - before) / count, Thread.activeCount() - threadsBefore);
        } finally {
            if (peers != null) {
                peers.outputWriter().close();
                peers.waitFor();
            }
            server.close();
            transport.close();
            runtime.close();
        }
    }

    private static Process start(int port, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RawPeers.class.getName(),
                        Integer.toString(port),
                        Integer.toString(count),
                        Integer.toString(TYPE))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long usedHeap() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    private static final class Echo implements Dispatcher {
        @Override
        public boolean canFastDispatch(MessageHeader header) {
            return true;
        }

        @Override
        public void fastDispatch(Message message) {
            message.connection().trySend(message);
        }

        @Override
        public boolean dispatch(Message message) {
            return false;
        }
    }
}
