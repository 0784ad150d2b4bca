package messenger.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with the bundles of a runnable jar, started in this JVM. */
final class PlainFelix implements AutoCloseable {
    private static final Set<String> SHELLS = Set.of("org.apache.felix.gogo.shell", "org.apache.felix.gogo.jline");
    private static final long STOP_MILLIS = 10_000;

    private final Framework framework;
    private final List<Bundle> bundles = new ArrayList<>();

    /** Installs everything, and starts everything but the shell, which would read commands. */
    PlainFelix(Path runnable, Path directory) throws BundleException, IOException {
        // the handlers of a JVM belong to one framework at most
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("storage").toString(),
                        "felix.service.urlhandlers",
                        "false"));
        framework.start();
        try {
            for (Path jar : Delivered.bundles(runnable, directory.resolve("bundles"))) {
                bundles.add(
                        framework.getBundleContext().installBundle(jar.toUri().toString()));
            }
            framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
            for (Bundle bundle : bundles) {
                if (isStarted(bundle)) {
                    bundle.start();
                }
            }
        } catch (BundleException | IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether a bundle is one of those that are started. */
    static boolean isStarted(Bundle bundle) {
        return !SHELLS.contains(bundle.getSymbolicName()) && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    List<Bundle> bundles() {
        return bundles;
    }

    /** Runs commands of the shell. */
    Object execute(String commands) throws Exception {
        return Gogo.execute(framework.getBundleContext(), commands);
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
