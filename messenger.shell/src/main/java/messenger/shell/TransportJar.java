package messenger.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import messenger.api.MessengerConstants;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Constants;

/**
 * What a jar says about itself.
 *
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param types of the transports that it provides
 */
record TransportJar(String symbolicName, String version, List<String> types) {
    private static final String TYPE = "type";
    private static final String NO_VERSION = "0.0.0";

    /**
     * Reads the manifest.
     *
     * @param name how messages call the jar
     * @throws IllegalArgumentException if the file is no bundle, naming it
     */
    static TransportJar read(Path file, String name) {
        Manifest manifest;
        try (JarFile jar = new JarFile(file.toFile())) {
            manifest = jar.getManifest();
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + name + "' is no jar that can be read: " + e, e);
        }
        Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
        List<Clause> names = clauses(headers, Constants.BUNDLE_SYMBOLICNAME);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        return new TransportJar(
                names.getFirst().getName(),
                Objects.requireNonNullElse(headers.getValue(Constants.BUNDLE_VERSION), NO_VERSION),
                clauses(headers, Constants.PROVIDE_CAPABILITY).stream()
                        .filter(c -> c.getName().equals(MessengerConstants.TRANSPORT_NAMESPACE))
                        .map(TransportJar::type)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static List<Clause> clauses(Attributes headers, String header) {
        String value = headers.getValue(header);
        return value == null ? List.of() : Arrays.asList(Parser.parseHeader(value));
    }

    /** Attributes of capabilities may have a data type, String if absent. */
    private static String type(Clause capability) {
        String plain = capability.getAttribute(TYPE);
        return plain == null ? capability.getAttribute(TYPE + ":String") : plain;
    }

    /**
     * Checks that it is a version of a bundle.
     *
     * @param name how messages call the jar
     * @throws IllegalArgumentException naming what differs
     */
    void requireTransport(String type, String bundle, String name) {
        if (!symbolicName.equals(bundle)) {
            throw new IllegalArgumentException("'" + name + "' is bundle " + symbolicName + ", but the transport "
                    + type + " is bundle " + bundle + "; give a jar of " + bundle);
        }
        if (!types.contains(type)) {
            throw new IllegalArgumentException("'" + name + "' provides "
                    + (types.isEmpty() ? "no transport" : "the transports " + types)
                    + "; allowed: a jar with the capability "
                    + MessengerConstants.TRANSPORT_NAMESPACE + ";type=" + type);
        }
    }
}
