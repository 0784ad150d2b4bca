package messenger.itests;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** Sees the lines that the container's log writes to standard output, until it is closed. */
final class LogWatch implements AutoCloseable {
    private final PrintStream before = System.out;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LogWatch() {
        System.setOut(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
    }

    /** Waits for a line that holds all these texts. */
    void await(String... texts) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        String line;
        do {
            line = Await.take(lines, () -> "a line with " + List.of(texts) + "; seen: " + seen);
            seen.add(line);
        } while (!Stream.of(texts).allMatch(line::contains));
    }

    @Override
    public void close() {
        System.setOut(before);
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            before.write(b);
            if (b == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
