package messenger.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Output that is no terminal: each drawing is appended, with an empty line between them. */
final class PlainScreen implements Screen {
    private final PrintStream out;
    private boolean drawn;

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void draw(List<String> lines) {
        if (drawn) {
            out.println();
        }
        drawn = true;
        lines.forEach(out::println);
        out.flush();
    }

    @Override
    public boolean pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return false;
    }
}
