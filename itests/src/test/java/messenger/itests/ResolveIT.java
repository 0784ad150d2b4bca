package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Every bundle that is delivered resolves and starts in a plain Felix. */
class ResolveIT {
    @TempDir
    Path storage;

    @Test
    void everyBundleStarts() throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(
                        Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.service.urlhandlers", "false"));
        framework.start();
        try {
            List<Bundle> bundles = new ArrayList<>();
            try (var jars = Files.list(Path.of(System.getProperty("bundles.dir")))) {
                for (Path jar : jars.sorted().toList()) {
                    bundles.add(framework
                            .getBundleContext()
                            .installBundle(jar.toUri().toString()));
                }
            }
            assertFalse(bundles.isEmpty());
            for (Bundle bundle : bundles) {
                if (!isFragment(bundle)) {
                    bundle.start();
                }
            }
            assertAll(bundles.stream()
                    .map(bundle -> () -> assertEquals(
                            isFragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE,
                            bundle.getState(),
                            bundle.getSymbolicName())));
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
