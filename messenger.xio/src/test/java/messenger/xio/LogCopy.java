package messenger.xio;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Copies what is logged, which goes to standard error, until it is closed. */
final class LogCopy implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    LogCopy() {
        System.setErr(new PrintStream(copy, true, StandardCharsets.UTF_8));
    }

    /** Lines so far that contain a text. */
    List<String> lines(String text) {
        return copy.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
        before.print(copy.toString(StandardCharsets.UTF_8));
    }
}
