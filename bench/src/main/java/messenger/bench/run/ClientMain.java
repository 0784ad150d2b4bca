package messenger.bench.run;

import com.google.gson.Gson;
import java.io.OutputStream;
import java.time.Duration;
import messenger.bench.load.Measurement;
import messenger.bench.load.Workload;
import messenger.bench.system.MessagingSystem;

/**
 * The process that connects, and measures. Prints the {@link Measurement} in JSON, then waits for the end of its input so
 * that what it has opened stays open.
 *
 * <p>Arguments: system, workload, address, process id of the server, milliseconds to measure, most milliseconds to warm up.
 */
public final class ClientMain {
    private ClientMain() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Workload workload = Workload.parse(args[1]);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(args[3])).orElseThrow();
        try (MessagingSystem system = SystemKind.of(args[0]).create(workload.length())) {
            Measurement measurement = workload.client(
                    system,
                    args[2],
                    server,
                    Duration.ofMillis(Long.parseLong(args[4])),
                    Duration.ofMillis(Long.parseLong(args[5])));
            System.out.println(new Gson().toJson(measurement));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }
}
