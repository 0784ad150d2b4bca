package messenger.shell;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The bundle of a transport, whose content can be exchanged. */
final class TransportBundle {
    private static final String ROOT = "/";

    private final Bundle bundle;

    TransportBundle(Bundle bundle) {
        this.bundle = bundle;
    }

    String symbolicName() {
        return bundle.getSymbolicName();
    }

    String version() {
        return bundle.getVersion().toString();
    }

    boolean isActive() {
        return bundle.getState() == Bundle.ACTIVE;
    }

    /** How it is called, and what its state is. */
    String state() {
        return BundleTransports.state(bundle.getState());
    }

    /** Writes a jar with the content that the bundle has now. */
    void save(Path file) throws IOException {
        Set<String> paths = new TreeSet<>();
        collect(ROOT, paths);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            // first, as those who read a stream look for it there
            if (paths.remove(JarFile.MANIFEST_NAME)) {
                write(JarFile.MANIFEST_NAME, jar);
            }
            for (String path : paths) {
                write(path, jar);
            }
        }
    }

    private void collect(String folder, Set<String> paths) {
        Enumeration<String> found = bundle.getEntryPaths(folder);
        for (String path : found == null ? Set.<String>of() : Collections.list(found)) {
            if (path.endsWith(ROOT)) {
                collect(path, paths);
            } else {
                paths.add(path);
            }
        }
    }

    private void write(String path, JarOutputStream jar) throws IOException {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            throw new IOException("bundle " + symbolicName() + " lists " + path + " and does not have it");
        }
        jar.putNextEntry(new JarEntry(path));
        try (InputStream content = entry.openStream()) {
            content.transferTo(jar);
        }
        jar.closeEntry();
    }

    /**
     * Gives it the content of a jar, and has it running.
     *
     * @throws BundleException if it does not run; it may have the new content nevertheless
     */
    void replaceBy(Path jar) throws IOException, BundleException {
        try (InputStream content = Files.newInputStream(jar)) {
            bundle.update(content);
        }
        if (!isActive()) {
            // the framework has tried that and says only in an event, later, why it could not
            bundle.start(Bundle.START_TRANSIENT);
        }
        if (!isActive()) {
            throw new BundleException("it is " + state() + " instead of active");
        }
    }
}
