package messenger.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The runnable jars, and the bundles in them. */
final class Delivered {
    private static final String BUNDLES = "jar/";

    private Delivered() {}

    /** With the shell for scripts. */
    static Path jar() {
        return Path.of(System.getProperty("messenger.jar"));
    }

    /** With the interactive shell. */
    static Path interactiveJar() {
        return Path.of(System.getProperty("messenger.jline.jar"));
    }

    /** The bundles of a runnable jar, without framework and launcher, copied to a directory. */
    static List<Path> bundles(Path runnable, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> bundles = new ArrayList<>();
        try (JarFile jar = new JarFile(runnable.toFile())) {
            for (JarEntry entry : jar.stream().filter(Delivered::isBundle).toList()) {
                Path bundle = directory.resolve(entry.getName().substring(BUNDLES.length()));
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, bundle, StandardCopyOption.REPLACE_EXISTING);
                }
                bundles.add(bundle);
            }
        }
        return bundles;
    }

    private static boolean isBundle(JarEntry entry) {
        String name = entry.getName();
        return name.startsWith(BUNDLES)
                && name.endsWith(".jar")
                && !name.contains("org.apache.felix.framework-")
                && !name.contains("biz.aQute.launcher-");
    }
}
