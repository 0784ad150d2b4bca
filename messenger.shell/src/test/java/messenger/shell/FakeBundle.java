package messenger.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import messenger.api.MessengerConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** A bundle with the transport {@code simple} in it, in a framework that has no other. */
final class FakeBundle {
    static final String NAME = "messenger.simple";
    static final String ID = "22";

    /** What its manifest says. */
    final Map<String, String> headers = new LinkedHashMap<>();
    /** All it has been updated to. */
    final List<byte[]> contents = new ArrayList<>();
    /** What happens when it is started with a version: null, or what start throws. */
    Function<String, BundleException> whenStarted = version -> null;

    int state = Bundle.ACTIVE;
    final Bundle bundle = FakeMessenger.proxy(Bundle.class, this::answer);
    final BundleContext context;
    private final Path folder;

    /** With files and storage in {@code folder}. */
    FakeBundle(Path folder) throws IOException {
        this.folder = folder;
        context = FakeMessenger.proxy(BundleContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getBundles" -> new Bundle[] {bundle};
            case "getDataFile" ->
                folder.resolve("storage").resolve((String) arguments[0]).toFile();
            default -> throw new UnsupportedOperationException(method.getName());
        });
        install(new ByteArrayInputStream(jar(NAME, "1.0.0", "simple")));
        contents.clear();
    }

    /** A jar of a transport, with some more in it. */
    static byte[] jar(String name, String version, String type) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name + ";singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        manifest.getMainAttributes()
                .putValue(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"a,b\","
                                + MessengerConstants.TRANSPORT_NAMESPACE + ";type=" + type
                                + ";effective:=active;scheme=tcp");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("messenger/simple/Some.class"));
            jar.write(version.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    String version() {
        return headers.get("Bundle-Version");
    }

    /** Names and contents of a jar's entries. */
    static Map<String, String> entries(byte[] jar) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            ByteArrayOutputStream manifest = new ByteArrayOutputStream();
            in.getManifest().write(manifest);
            entries.put(JarFile.MANIFEST_NAME, manifest.toString(StandardCharsets.UTF_8));
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private Path file() {
        return folder.resolve("installed.jar");
    }

    private void install(InputStream content) throws IOException {
        byte[] jar = content.readAllBytes();
        contents.add(jar);
        Files.write(file(), jar);
        headers.clear();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            in.getManifest().getMainAttributes().forEach((k, v) -> headers.put(k.toString(), v.toString()));
        }
    }

    private void start() throws BundleException {
        BundleException fault = whenStarted.apply(version());
        state = fault == null ? Bundle.ACTIVE : Bundle.RESOLVED;
        if (fault != null) {
            throw fault;
        }
    }

    private Object answer(Object self, Method method, Object[] arguments) throws Exception {
        return switch (method.getName()) {
            case "getSymbolicName" -> NAME;
            case "getBundleId" -> Long.valueOf(ID);
            case "getVersion" -> Version.parseVersion(version());
            case "getState" -> state;
            case "adapt" -> revision();
            case "getEntryPaths" -> Collections.enumeration(paths((String) arguments[0]));
            case "getEntry" -> entry((String) arguments[0]);
            case "update" -> {
                state = Bundle.RESOLVED;
                install((InputStream) arguments[0]);
                try {
                    start();
                } catch (BundleException e) {
                    // as frameworks do: only an event says so
                }
                yield null;
            }
            case "start" -> {
                start();
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static BundleRevision revision() {
        BundleCapability capability = FakeMessenger.proxy(
                BundleCapability.class, (self, method, arguments) -> Map.<String, Object>of("type", "simple"));
        return FakeMessenger.proxy(BundleRevision.class, (self, method, arguments) -> List.of(capability));
    }

    /** With the folders that its entries are in, as frameworks answer. */
    private List<String> paths(String where) throws IOException {
        String prefix = where.equals("/") ? "" : where;
        try (JarFile jar = new JarFile(file().toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                    .map(name -> {
                        int slash = name.indexOf('/', prefix.length());
                        return slash < 0 ? name : name.substring(0, slash + 1);
                    })
                    .distinct()
                    .toList();
        }
    }

    private URL entry(String path) throws IOException {
        return URI.create("jar:" + file().toUri() + "!/" + path).toURL();
    }

    /** Files that are in its storage. */
    List<String> stored() throws IOException {
        Path storage = folder.resolve("storage");
        if (!Files.exists(storage)) {
            return List.of();
        }
        try (var all = Files.walk(storage)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> storage.relativize(path)
                            .toString()
                            .replace(FileSystems.getDefault().getSeparator(), "/"))
                    .sorted()
                    .toList();
        }
    }
}
