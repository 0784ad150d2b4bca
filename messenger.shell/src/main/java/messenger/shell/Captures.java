package messenger.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import messenger.api.Messenger;
import messenger.api.WireTap;
import messenger.shell.capture.Capture;
import messenger.shell.capture.CaptureInfo;

/** The captures of this shell, those that have ended included, until another one takes the file. Thread safe. */
final class Captures implements AutoCloseable {
    private final Map<Path, Capture> captures = new TreeMap<>();

    synchronized CaptureInfo start(
            Messenger messenger, Path file, boolean replace, Predicate<WireTap.Wire> wanted, long maxBytes) {
        Capture running = captures.get(file);
        if (running != null && running.isRunning()) {
            throw new IllegalArgumentException(
                    file + " is being captured to; msgr:stopcapture " + file + " ends that, or take another file");
        }
        try {
            Capture capture = new Capture(messenger, file, replace, wanted, maxBytes);
            captures.put(file, capture);
            return capture.info();
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " exists; --replace replaces it", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " cannot be made: its folder does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be made: " + e, e);
        }
    }

    synchronized List<CaptureInfo> list() {
        return captures.values().stream().map(Capture::info).toList();
    }

    /** Ends one capture, or all for null, and forgets them. */
    synchronized List<CaptureInfo> stop(Path file) throws InterruptedException {
        if (file != null && !captures.containsKey(file)) {
            throw new IllegalArgumentException("no capture to " + file + "; there "
                    + (captures.isEmpty() ? "is none, msgr:capture starts one" : "are " + captures.keySet()));
        }
        List<Capture> ended = file == null ? List.copyOf(captures.values()) : List.of(captures.get(file));
        for (Capture capture : ended) {
            capture.stop();
            captures.remove(capture.file());
        }
        return ended.stream().map(Capture::info).toList();
    }

    /** An endpoint is gone, and with it what there was to see. */
    synchronized void gone(String endpoint) {
        end(captures.values().stream()
                .filter(c -> c.endpoint().equals(endpoint))
                .toList());
    }

    @Override
    public synchronized void close() {
        end(List.copyOf(captures.values()));
    }

    private static void end(List<Capture> ended) {
        try {
            for (Capture capture : ended) {
                capture.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
