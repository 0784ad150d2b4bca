package messenger.itests.rdma.guest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with the bundles of the runnable jar, started in this JVM. */
final class Container implements AutoCloseable {
    private static final String BUNDLES = "jar/";
    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
    private static final Set<String> SHELLS = Set.of("org.apache.felix.gogo.shell", "org.apache.felix.gogo.jline");
    private static final long STOP_MILLIS = 60_000;

    private final Framework framework;
    private final List<Bundle> bundles = new ArrayList<>();

    /** Installs everything, and starts everything but the shell, which would read commands. */
    Container(Path runnable, Path directory) throws BundleException, IOException {
        // the handlers of a JVM belong to one framework at most
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("storage").toString(),
                        "felix.service.urlhandlers",
                        "false",
                        "org.ops4j.pax.logging.DefaultServiceLog.level",
                        "WARN"));
        framework.start();
        try {
            for (Path bundle : unpack(runnable, Files.createDirectories(directory.resolve("bundles")))) {
                bundles.add(context().installBundle(bundle.toUri().toString()));
            }
            framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
            for (Bundle bundle : bundles) {
                if (!SHELLS.contains(bundle.getSymbolicName())
                        && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start();
                }
            }
        } catch (BundleException | IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<Path> unpack(Path runnable, Path directory) throws IOException {
        List<Path> bundles = new ArrayList<>();
        try (JarFile jar = new JarFile(runnable.toFile())) {
            for (JarEntry entry : jar.stream().filter(Container::isBundle).toList()) {
                Path bundle = directory.resolve(entry.getName().substring(BUNDLES.length()));
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, bundle);
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

    private BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle bundle(String symbolicName) {
        return bundles.stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a Condition with that id is registered. */
    boolean hasCondition(String id) {
        try {
            ServiceReference<?>[] found = context()
                    .getAllServiceReferences("org.osgi.service.condition.Condition", "(osgi.condition.id=" + id + ")");
            return found != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(id, e);
        }
    }

    /** Runs commands of the shell; what they answer, as the shell prints it. */
    String execute(String commands) throws Exception {
        ServiceReference<?> reference = context().getServiceReference(PROCESSOR);
        Object processor = context().getService(reference);
        Class<?> type = reference.getBundle().loadClass(PROCESSOR);
        Class<?> sessionType = reference.getBundle().loadClass("org.apache.felix.service.command.CommandSession");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Object session = type.getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
                .invoke(processor, new ByteArrayInputStream(new byte[0]), output, output);
        try {
            Object answer = sessionType.getMethod("execute", CharSequence.class).invoke(session, commands);
            Object printed =
                    sessionType.getMethod("format", Object.class, int.class).invoke(session, answer, 0);
            return output.toString(StandardCharsets.UTF_8) + printed;
        } catch (InvocationTargetException e) {
            throw new AssertionError(commands + ": " + e.getCause(), e.getCause());
        } finally {
            sessionType.getMethod("close").invoke(session);
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
