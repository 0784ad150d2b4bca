package messenger.bench.run;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import messenger.bench.load.Measurement;
import messenger.bench.load.Memory;
import messenger.bench.load.Workload;
import messenger.bench.ours.MessengerSystem;

/** Runs a cell once, in two JVMs. */
final class CellRunner {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long END_SECONDS = 10;
    /** The same for all systems: a collector and a heap that the machine's size has no say in. */
    private static final List<String> JVM = List.of(
            "-XX:+UseG1GC",
            "-Xms512m",
            "-Xmx512m",
            "-XX:-UsePerfData",
            "-XX:+ErrorFileToStderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    /** Page faults of a fresh heap are no part of what is measured, unless memory is. */
    private static final String TOUCH_HEAP = "-XX:+AlwaysPreTouch";

    private final Duration measured;
    private final Duration warmest;

    /** Measures so long, after a warm-up of so long at most. */
    CellRunner(Duration measured, Duration warmest) {
        this.measured = measured;
        this.warmest = warmest;
    }

    Measurement run(Cell cell) throws IOException, InterruptedException {
        Process server = start(
                cell,
                cell.placement().serverCommand(),
                ServerMain.class,
                cell.system().name(),
                cell.workload().toString());
        try {
            BufferedReader serverOutput = server.inputReader();
            String address = line(serverOutput, server);
            boolean idle = cell.workload().kind() == Workload.Kind.IDLE;
            Memory before = idle ? memory(server, serverOutput) : null;
            Process client = start(
                    cell,
                    cell.placement().clientCommand(),
                    ClientMain.class,
                    cell.system().name(),
                    cell.workload().toString(),
                    address,
                    Long.toString(server.pid()),
                    Long.toString(measured.toMillis()),
                    Long.toString(warmest.toMillis()));
            try {
                Measurement measurement = new Gson().fromJson(result(client, server), Measurement.class);
                if (idle) {
                    Memory after = memory(server, serverOutput);
                    int sessions = cell.workload().sessions();
                    measurement.serverHeapBytes = (double) (after.heap() - before.heap()) / sessions;
                    measurement.serverResidentBytes = (double) (after.resident() - before.resident()) / sessions;
                }
                return measurement;
            } finally {
                end(client);
            }
        } finally {
            end(server);
        }
    }

    private static String result(Process client, Process server) throws IOException, InterruptedException {
        try {
            return line(client.inputReader(), client);
        } catch (IOException e) {
            throw server.isAlive() ? e : new IOException("the server ended with status " + server.exitValue(), e);
        }
    }

    private static Memory memory(Process process, BufferedReader output) throws IOException, InterruptedException {
        process.outputWriter().write("memory\n");
        process.outputWriter().flush();
        return new Gson().fromJson(line(output, process), Memory.class);
    }

    private static Process start(Cell cell, List<String> prefix, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        if (cell.workload().kind() != Workload.Kind.IDLE) {
            command.add(TOUCH_HEAP);
        }
        command.addAll(cell.system().jvmOptions());
        String device = System.getProperty(MessengerSystem.RDMA_ADDRESS);
        if (device != null) {
            command.add("-D" + MessengerSystem.RDMA_ADDRESS + "=" + device);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The next line that a process says; it is given up if it says nothing for long. */
    static String line(BufferedReader output, Process process) throws IOException, InterruptedException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                line.complete(output.readLine());
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            String text = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new IOException("process " + process.pid() + " ended with status " + process.waitFor()
                        + " and without a result");
            }
            return text;
        } catch (TimeoutException e) {
            throw new IOException("process " + process.pid() + " said nothing for " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Asks a process to end, and sees to it that it does. */
    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
