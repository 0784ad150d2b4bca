package messenger.bench.run;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import messenger.bench.load.Memory;
import messenger.bench.load.Workload;
import messenger.bench.system.MessagingSystem;

/**
 * The process that listens. Prints where; answers {@code memory} with the {@link Memory} in JSON; ends with its input.
 *
 * <p>Arguments: system, workload.
 */
public final class ServerMain {
    private ServerMain() {}

    /** Serves. */
    public static void main(String[] args) throws Exception {
        Workload workload = Workload.parse(args[1]);
        try (MessagingSystem system = SystemKind.of(args[0]).create(workload.length());
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(system.listen(workload.server()));
            for (String line = input.readLine(); "memory".equals(line); line = input.readLine()) {
                System.out.println(new Gson().toJson(Memory.now()));
            }
        }
        // a system may have left threads that are no daemons
        System.exit(0);
    }
}
