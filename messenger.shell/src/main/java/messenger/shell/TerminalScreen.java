package messenger.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** A jline terminal: draws in place, ends on q, Enter or Ctrl-C. Only for sessions that have one, as jline is optional. */
final class TerminalScreen implements Screen {
    private static final String ENDING = "q\r\n\003";
    private static final int MIN_SIZE = 2;

    private final Terminal terminal;
    private final Attributes before;
    private int drawn;

    private TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
        before = terminal.enterRawMode();
        // Ctrl-C is read as a key: as a signal it would have the shell read from the terminal while this still does
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
    }

    /** Of a session's terminal; null if it has none that can draw. */
    static Screen of(Object terminal) {
        return terminal instanceof Terminal jline && !jline.getType().startsWith(Terminal.TYPE_DUMB)
                ? new TerminalScreen(jline)
                : null;
    }

    @Override
    public void draw(List<String> lines) {
        int width = Math.max(MIN_SIZE, terminal.getWidth());
        int height = Math.max(MIN_SIZE, terminal.getHeight() - 1);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            // up to where it began, and clear from there
            text.append("\033[").append(drawn).append("A\r\033[J");
        }
        boolean all = lines.size() <= height;
        int shown = all ? lines.size() : height - 1;
        lines.subList(0, shown).forEach(line -> append(text, line, width));
        if (!all) {
            append(text, "... " + (lines.size() - shown) + " more", width);
        }
        drawn = all ? shown : shown + 1;
        terminal.writer().print(text);
        terminal.flush();
    }

    /** In raw mode a line feed does not return the cursor. */
    private static void append(StringBuilder text, String line, int width) {
        text.append(line, 0, Math.min(line.length(), width - 1)).append("\r\n");
    }

    @Override
    public boolean pause(Duration duration) throws InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        try {
            for (long left = duration.toMillis(); left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                int key = terminal.reader().read(left);
                if (ENDING.indexOf(key) >= 0 || key == NonBlockingReader.EOF) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedIOException e) {
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        } catch (IOException e) {
            throw new IllegalStateException("the terminal cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        terminal.setAttributes(before);
    }
}
