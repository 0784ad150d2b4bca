package messenger.shell;

import java.time.Duration;
import java.util.List;

/** Where something is shown again and again. */
interface Screen extends AutoCloseable {
    /** Shows lines in the place of the former ones, or below them where that is not possible. */
    void draw(List<String> lines);

    /** Waits; true if the operator wants to end it. */
    boolean pause(Duration duration) throws InterruptedException;

    @Override
    default void close() {}
}
