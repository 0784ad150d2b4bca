package messenger.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/** Makes bundles out of bundles. */
final class Jars {
    private Jars() {}

    /** The same bundle with another version. */
    static InputStream withVersion(Path bundle, String version) throws IOException {
        return changed(bundle, Map.of(Constants.BUNDLE_VERSION, version), Set.of());
    }

    /** The same bundle with other headers, and without some of its entries. */
    static InputStream changed(Path bundle, Map<String, String> headers, Set<String> without) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(bundle.toFile())) {
            Manifest manifest = jar.getManifest();
            headers.forEach(manifest.getMainAttributes()::putValue);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (!entry.isDirectory()
                            && !entry.getName().equals(JarFile.MANIFEST_NAME)
                            && !without.contains(entry.getName())) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream content = jar.getInputStream(entry)) {
                            content.transferTo(out);
                        }
                        out.closeEntry();
                    }
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
