package messenger.shell;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Updates the bundle of a transport, and goes back to the old one if the new one does not do. */
final class UpdateCommand extends Command {
    private static final long MAX_SECONDS = 86_400;
    private static final String FILE = "file";
    private static final String FOLDER = "update";

    private final Messengers messengers;
    private final Transports transports;
    private final BundleContext context;
    /** One update at a time: two would take each other's sessions for their own. */
    private final Semaphore updating = new Semaphore(1);

    /** Keeps jars in the storage of {@code context} while they are needed. */
    UpdateCommand(Messengers messengers, Transports transports, BundleContext context) {
        this.messengers = messengers;
        this.transports = transports;
        this.context = context;
    }

    @Descriptor(
            "update a transport's bundle while its sessions go on; brings the old version back if the new one fails")
    public Updated update(
            CommandSession gogo,
            @Descriptor("SECONDS: until the new version must do what the old one did; 30 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "30")
                    @Argument(max = MAX_SECONDS)
                    Duration timeout,
            @Descriptor("TYPE: of the transport, such as simple, or the id or name of its bundle")
                    @Argument(Kind.TRANSPORT)
                    String given,
            @Descriptor("URL: of the new version's jar, a path or with file:") @Argument(Kind.FILE) String url)
            throws IOException {
        String type = type(given);
        TransportInfo transport = ofType(type);
        Bundle found = BundleTransports.find(context, type)
                .orElseThrow(() -> new IllegalStateException("the bundle of " + transport + " has gone"));
        TransportBundle bundle = new TransportBundle(found);
        if (!bundle.isActive()) {
            throw new IllegalStateException("bundle " + transport.bundle() + " is " + bundle.state()
                    + ", so that nothing would tell whether a new version does; start it first, or use the framework's"
                    + " update");
        }
        Path jar = file(url, gogo.currentDir());
        File folder = context.getDataFile(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("the framework has no storage to keep the old version in; use its update");
        }
        if (!updating.tryAcquire()) {
            throw new IllegalStateException("another msgr:update is under way; wait until it has ended");
        }
        try {
            return new Update(messengers, bundle, type, timeout, folder.toPath()).to(jar, url);
        } finally {
            updating.release();
        }
    }

    /** The framework's own update, which an operator may mean, takes a bundle's id or name: of a transport, so does this. */
    private String type(String given) {
        return transports.all().stream()
                .map(TransportInfo::type)
                .filter(type -> BundleTransports.find(context, type)
                        .filter(bundle -> given.equals(bundle.getSymbolicName())
                                || given.equals(Long.toString(bundle.getBundleId())))
                        .isPresent())
                .findFirst()
                .orElse(given);
    }

    private TransportInfo ofType(String type) {
        try {
            return transports.ofType(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; other bundles are updated by the framework: felix:update", e);
        }
    }

    /** Relative ones are to {@code folder}, also behind {@code file:}. */
    private static Path file(String url, Path folder) {
        try {
            Path base = folder == null ? Path.of("") : folder;
            if (!url.startsWith(FILE + ":")) {
                if (url.matches("[a-z]{2,}:.*")) {
                    throw new IllegalArgumentException("'" + url + "'; allowed: a path, or a URL with file:");
                }
                return base.resolve(url);
            }
            URI uri = new URI(url);
            return uri.isOpaque() ? base.resolve(URI.create(url).getSchemeSpecificPart()) : Path.of(uri);
        } catch (URISyntaxException | InvalidPathException e) {
            throw new IllegalArgumentException("'" + url + "' is no path: " + e.getMessage(), e);
        }
    }
}
