package messenger.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.Messenger;
import org.osgi.framework.BundleException;

/**
 * One update of a transport's bundle. The old content is kept until the new one does what the old one did: the bundle runs,
 * its messengers are there, and it carries sessions again if it did. Otherwise the old content comes back. For one thread.
 */
final class Update {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final int MOST_NAMED = 5;

    private final Messengers messengers;
    private final TransportBundle bundle;
    private final String type;
    private final Duration timeout;
    private final Path folder;
    private final String oldVersion;

    private List<String> endpoints = List.of();
    private final List<Move> lossless = new ArrayList<>();
    private final List<Move> lossy = new ArrayList<>();
    /** Whether the saved old content is the only one that is known to run. */
    private boolean isOldNeeded;
    /** The link that carried a session when it was asked back. */
    private final Map<Move, String> askedAt = new HashMap<>();

    /**
     * Of a bundle that runs.
     *
     * @param timeout how long the new version has
     * @param folder for the jars
     */
    Update(Messengers messengers, TransportBundle bundle, String type, Duration timeout, Path folder) {
        this.messengers = messengers;
        this.bundle = bundle;
        this.type = type;
        this.timeout = timeout;
        this.folder = folder;
        this.oldVersion = bundle.version();
    }

    /**
     * Updates.
     *
     * @param name how messages call the jar
     * @throws IllegalArgumentException if the jar is none of this transport; nothing was done
     * @throws IllegalStateException if the new version did not do, saying why, and what is there now
     */
    Updated to(Path jar, String name) throws IOException {
        Path fresh = folder.resolve(type + "-new.jar");
        Path old = folder.resolve(type + "-old.jar");
        Files.createDirectories(folder);
        try {
            // a copy, so that what is installed is what was looked at
            copy(jar, fresh, name);
            TransportJar content = TransportJar.read(fresh, name);
            content.requireTransport(type, bundle.symbolicName(), name);
            bundle.save(old);
            TransportJar.read(old, old.toString()).requireTransport(type, bundle.symbolicName(), old.toString());
            lookAround();
            isOldNeeded = true;
            return update(fresh, content.version(), old);
        } finally {
            Files.deleteIfExists(fresh);
            if (!isOldNeeded) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static void copy(Path jar, Path fresh, String name) {
        try {
            Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + name + "' cannot be read: " + e, e);
        }
    }

    private Updated update(Path fresh, String newVersion, Path old) {
        long begin = System.nanoTime();
        String fault;
        Throwable cause = null;
        boolean interrupted = false;
        try {
            bundle.replaceBy(fresh);
            fault = await();
        } catch (BundleException | IOException | RuntimeException | LinkageError e) {
            fault = "its bundle does not run: " + reason(e);
            cause = e;
        } catch (InterruptedException e) {
            interrupted = true;
            fault = "interrupted before it was seen to do";
            cause = e;
        }
        try {
            if (fault == null) {
                isOldNeeded = false;
                return done(begin);
            }
            throw rollBack("the transport " + type + " was not updated to " + newVersion + ": " + fault, cause, old);
        } catch (InterruptedException e) {
            interrupted = true;
            throw new IllegalStateException(
                    "the transport " + type + " was not updated to " + newVersion + ": " + fault + "; " + oldVersion
                            + " is back, and it was not waited for; see msgr:sessions",
                    cause);
        } finally {
            takeWishesBack();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Notes what the transport does now. */
    private void lookAround() {
        endpoints = messengers.all().stream()
                .filter(messenger -> messenger.type().equals(type))
                .map(messenger -> messenger.name().toString())
                .toList();
        for (Messenger messenger : messengers.ofEndpoints()) {
            for (Connection connection : messenger.connections()) {
                Move move = new Move(messenger.name().toString(), connection);
                if (move.isCarriedBy(type)) {
                    (move.isLossy() ? lossy : lossless).add(move);
                }
            }
        }
    }

    /** Waits until the transport does what it did; answers what it does not, or null. */
    private String await() throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        if (!deadline.await(() -> missing().isEmpty())) {
            return "there is no Messenger of type " + type + " for " + String.join(", ", missing()) + " within "
                    + timeout.toMillis() + " ms; the log and scr:list say why";
        }
        deadline.await(this::areAllBack);
        if (!lossless.isEmpty() && lossless.stream().noneMatch(this::isBack)) {
            return "none of " + lossless.size() + " sessions was carried by it within " + timeout.toMillis() + " ms: "
                    + away();
        }
        return null;
    }

    private List<String> missing() {
        return endpoints.stream()
                .filter(name -> messengers.all().stream()
                        .noneMatch(m ->
                                m.name().toString().equals(name) && m.type().equals(type)))
                .toList();
    }

    private boolean areAllBack() {
        boolean all = true;
        for (Move move : lossless) {
            move.look();
            if (!move.isClosed() && !isBack(move)) {
                all = false;
                askBack(move);
            }
        }
        return all;
    }

    private boolean isBack(Move move) {
        return move.isCarriedBy(type) && move.hasOtherLink() && !move.isClosed();
    }

    /** Once for each link of another transport: to ask again would be to try again at once what has just failed. */
    private void askBack(Move move) {
        if (move.isOpen() && move.hasOtherLink() && !move.link().equals(askedAt.put(move, move.link()))) {
            wish(move, type);
        }
    }

    private void takeWishesBack() {
        askedAt.keySet().forEach(move -> wish(move, move.before().wantedTransport));
    }

    private static void wish(Move move, String transport) {
        try {
            move.connection().swap(transport);
        } catch (IllegalStateException e) {
            // it has ended, or is lossy by now: what came of it shows in the result
        }
    }

    private Updated done(long begin) {
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / MILLIS_PER_SECOND;
        List<SwapInfo> infos = new ArrayList<>();
        lossless.forEach(move -> infos.add(move.info(isBack(move) ? SwapInfo.CARRIED : whereabouts(move))));
        lossy.forEach(move -> infos.add(move.info("lossy: it ended with its link")));
        return new Updated(type, bundle.symbolicName(), oldVersion, bundle.version(), seconds, infos);
    }

    private IllegalStateException rollBack(String what, Throwable cause, Path old) throws InterruptedException {
        try {
            bundle.replaceBy(old);
        } catch (BundleException | IOException | RuntimeException | LinkageError e) {
            IllegalStateException failure = new IllegalStateException(
                    what + "; nor does the old version " + oldVersion + " run again: " + reason(e)
                            + "; its jar is kept: " + "find out why, then update " + bundle.symbolicName() + " "
                            + old.toUri(),
                    e);
            if (cause != null) {
                failure.addSuppressed(cause);
            }
            return failure;
        }
        isOldNeeded = false;
        String fault = await();
        return new IllegalStateException(
                what + "; the old version " + oldVersion + " runs again"
                        + (fault == null || missing().isEmpty() ? "" : ", but " + fault) + "; " + sessions(),
                cause);
    }

    private String sessions() {
        if (lossless.isEmpty() && lossy.isEmpty()) {
            return "it carried no sessions";
        }
        long back = lossless.stream().filter(this::isBack).count();
        return back + " of " + lossless.size() + " lossless sessions are carried by it again"
                + (back < lossless.size() ? ": " + away() : "")
                + (lossy.isEmpty() ? "" : "; " + lossy.size() + " lossy ones ended with their links");
    }

    /** Where the sessions are that are not back. */
    private String away() {
        List<Move> away = lossless.stream().filter(move -> !isBack(move)).toList();
        List<String> texts = new ArrayList<>(away.stream()
                .limit(MOST_NAMED)
                .map(move -> move + " " + whereabouts(move))
                .toList());
        if (away.size() > MOST_NAMED) {
            texts.add(away.size() - MOST_NAMED + " more");
        }
        return String.join("; ", texts);
    }

    private String whereabouts(Move move) {
        if (move.isClosed()) {
            return "has ended";
        } else if (move.isOpen() && !isBack(move)) {
            return "is carried by " + move.now().link.transport
                    + (move.now().lastSwapFault == null ? "" : ", " + move.now().lastSwapFault);
        }
        return "has no link, it is " + move.now().state
                + (move.now().lastFault == null ? "" : ", " + move.now().lastFault);
    }

    /** With the innermost cause, which is what an operator can do something about. */
    private static String reason(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == fault ? String.valueOf(fault.getMessage()) : fault.getMessage() + " (" + root + ")";
    }
}
