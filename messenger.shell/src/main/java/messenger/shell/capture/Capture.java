package messenger.shell.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import messenger.api.Messenger;
import messenger.api.WireTap;

/** Writes what an endpoint's links exchange to a file, on a thread of its own, until it is stopped or the file is full. */
public final class Capture {
    private static final long MAX_QUEUED = 16L << 20;
    /** Bytes of a link whose peer has not said who it is, kept until it has. */
    private static final int MAX_UNDECIDED = 64 << 10;

    private static final long STOP_SECONDS = 10;

    private final String endpoint;
    private final Path file;
    private final Predicate<WireTap.Wire> wanted;
    private final long maxBytes;
    private final Intake intake = new Intake(MAX_QUEUED);
    private final PcapFile pcap;
    private final Map<Long, Stream> streams = new HashMap<>();
    private final Map<Long, List<Intake.Piece>> undecided = new HashMap<>();
    private final Thread thread;
    /** Null when it has ended, so that a messenger that is gone is not held. */
    private Messenger messenger;

    private volatile String end;
    private volatile long size;
    private volatile long reads;
    private volatile int links;

    /**
     * Begins to capture.
     *
     * @param file must not exist, unless it is to be replaced
     * @param wanted the links to capture, asked once their peers have said who they are
     * @param maxBytes size of the file at which it ends
     * @throws IOException if the file cannot be made
     */
    public Capture(Messenger messenger, Path file, boolean replace, Predicate<WireTap.Wire> wanted, long maxBytes)
            throws IOException {
        endpoint = messenger.name().toString();
        this.messenger = messenger;
        this.file = file;
        this.wanted = wanted;
        this.maxBytes = maxBytes;
        pcap = new PcapFile(file, replace);
        size = pcap.size();
        try {
            messenger.tap(intake);
        } catch (RuntimeException e) {
            pcap.close();
            throw e;
        }
        thread = Thread.ofPlatform()
                .daemon()
                .name("messenger-capture-" + file.getFileName())
                // which forgets what it ran: Felix may keep a thread that has loaded a class
                .start(new FutureTask<Void>(this::run, null));
    }

    private void run() {
        String reason = "stopped";
        try (pcap) {
            for (Intake.Piece piece = next(); piece != Intake.END; piece = next()) {
                take(piece);
                size = pcap.size();
                if (size >= maxBytes) {
                    reason = "full";
                    break;
                }
            }
        } catch (IOException e) {
            reason = "failed: " + e.getMessage();
        } catch (InterruptedException e) {
            reason = "failed: interrupted";
        } catch (RuntimeException e) {
            reason = "failed: " + e;
        } finally {
            end = reason;
            untap();
            intake.close();
        }
    }

    /** The next piece; while there is none, everything is in the file. */
    private Intake.Piece next() throws IOException, InterruptedException {
        Intake.Piece piece = intake.poll();
        if (piece == null) {
            pcap.flush();
            piece = intake.take();
        }
        return piece;
    }

    private synchronized void untap() {
        if (messenger != null) {
            messenger.untap(intake);
            messenger = null;
        }
    }

    private void take(Intake.Piece piece) throws IOException {
        long id = piece.wire().id();
        Stream stream = streams.get(id);
        if (stream != null) {
            write(stream, piece);
            return;
        }
        List<Intake.Piece> waiting = undecided.computeIfAbsent(id, i -> new ArrayList<>());
        waiting.add(piece);
        if (wanted.test(piece.wire())) {
            undecided.remove(id);
            Stream added = new Stream(pcap, piece.wire(), waiting.getFirst().time());
            streams.put(id, added);
            links++;
            for (Intake.Piece each : waiting) {
                write(added, each);
            }
        } else if (piece.bytes() == null) {
            undecided.remove(id);
        } else if (piece.wire().peer() != null || piece.offset() > MAX_UNDECIDED) {
            waiting.clear();
        }
    }

    private void write(Stream stream, Intake.Piece piece) throws IOException {
        if (piece.bytes() == null) {
            stream.closed(piece.time());
            streams.remove(piece.wire().id());
        } else {
            stream.bytes(piece.sent(), piece.offset(), piece.time(), piece.bytes());
            reads++;
        }
    }

    /** Ends it; what was seen before is in the file when this returns. */
    public void stop() throws InterruptedException {
        untap();
        intake.end();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    }

    public Path file() {
        return file;
    }

    /** How far it is. */
    public CaptureInfo info() {
        return new CaptureInfo(
                endpoint, file.toString(), end == null ? "running" : end, links, reads, size, intake.dropped());
    }

    /** The endpoint that it captures from. */
    public String endpoint() {
        return endpoint;
    }

    public boolean isRunning() {
        return end == null;
    }
}
