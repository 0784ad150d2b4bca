package messenger.xio.rdma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory this process may lock, as registered memory is. */
final class LockedMemory {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int CAP_IPC_LOCK = 14;

    private LockedMemory() {}

    /** Bytes, {@link Long#MAX_VALUE} if there is no bound. */
    static long limit() {
        if (privileged()) {
            return Long.MAX_VALUE;
        }
        String soft = field(LIMITS, "Max locked memory").split("\\s+", 2)[0];
        return soft.isEmpty() || soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    /** What to do when memory cannot be registered. */
    static String advice(long needed) {
        long limit = limit();
        return limit == Long.MAX_VALUE
                ? "locked memory is not limited, so the device or the machine has no more"
                : "this process may lock " + limit + " bytes (RLIMIT_MEMLOCK): raise it to at least " + needed
                        + " more, by LimitMEMLOCK=infinity in a systemd unit, 'memlock' in /etc/security/limits.conf, or"
                        + " ulimit -l";
    }

    private static boolean privileged() {
        String effective = field(STATUS, "CapEff:");
        return !effective.isEmpty() && (Long.parseUnsignedLong(effective, 16) >>> CAP_IPC_LOCK & 1) == 1;
    }

    private static String field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
