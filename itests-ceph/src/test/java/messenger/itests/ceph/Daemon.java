package messenger.itests.ceph;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A daemon of Ceph that runs.
 *
 * @param name as Ceph calls it, such as osd.0
 */
record Daemon(String name, Process process, AdminSocket socket, Path output) {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int LOG_LINES = 20;

    /** Starts a daemon; its files are in the directory of its cluster. */
    static Daemon start(String type, String id, Namespace namespace, Path directory) {
        String name = type + "." + id;
        Path output = directory.resolve(name + ".out");
        Process process = namespace.start(
                output,
                // large objects go back to the system as soon as they are deleted
                "env",
                "MALLOC_MMAP_THRESHOLD_=262144",
                "MALLOC_ARENA_MAX=2",
                "ceph-" + type,
                "-c",
                directory.resolve("ceph.conf").toString(),
                "-i",
                id,
                // stays in the foreground, so that the process is the daemon
                "-f");
        return new Daemon(name, process, new AdminSocket(directory.resolve(name + ".asok")), output);
    }

    /** Waits until the daemon's answer to a command is as it should be. */
    void await(String command, Predicate<JsonElement> condition) {
        Await.until(
                START,
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended with " + process.exitValue() + log());
                    }
                    return socket.ask(command).filter(condition).isPresent();
                },
                () -> name + " to start" + log());
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(output);
            return "; its last words: "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "; " + output + " cannot be read: " + e.getMessage();
        }
    }
}
