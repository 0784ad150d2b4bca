package messenger.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Processor time of a process's threads, to the nanosecond, as the Linux scheduler counts it. */
final class CpuTime {
    private final Path tasks;

    CpuTime(ProcessHandle process) {
        tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    }

    /** Of all threads that live. */
    long nanos() {
        return sum("");
    }

    /** Of the JIT compiler's threads. */
    long compilerNanos() {
        return sum("C1 CompilerThre", "C2 CompilerThre");
    }

    private long sum(String... names) {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                sum += isOneOf(thread, names) ? nanosOf(thread) : 0;
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + tasks + ": has the process ended?", e);
        }
        return sum;
    }

    private static boolean isOneOf(Path thread, String... names) throws IOException {
        if (names[0].isEmpty()) {
            return true;
        }
        String name = read(thread.resolve("comm")).strip();
        for (String each : names) {
            if (name.startsWith(each)) {
                return true;
            }
        }
        return false;
    }

    private static long nanosOf(Path thread) throws IOException {
        String text = read(thread.resolve("schedstat"));
        return text.isEmpty() ? 0 : Long.parseLong(text.substring(0, text.indexOf(' ')));
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
