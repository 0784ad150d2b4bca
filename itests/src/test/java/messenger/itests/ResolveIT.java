package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Every bundle that is delivered resolves in a plain Felix, and all but the shells start there. */
class ResolveIT {
    private static final List<String> OURS = List.of(
            "messenger.api",
            "messenger.core",
            "messenger.simple",
            "messenger.xio",
            "messenger.shell",
            "messenger.examples.pingpong",
            "messenger.examples.load",
            "messenger.examples.relay",
            "messenger.examples.monmap");

    @TempDir
    Path directory;

    @Test
    void everyBundleStarts() throws Exception {
        assertStarts(Delivered.jar());
    }

    @Test
    void everyBundleOfTheInteractiveShellStarts() throws Exception {
        assertStarts(Delivered.interactiveJar());
    }

    private void assertStarts(Path runnable) throws Exception {
        try (PlainFelix felix = new PlainFelix(runnable, directory)) {
            Set<String> names =
                    felix.bundles().stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
            assertTrue(names.containsAll(OURS), names.toString());
            assertAll(felix.bundles().stream()
                    .map(bundle -> () -> assertEquals(
                            PlainFelix.isStarted(bundle) ? Bundle.ACTIVE : Bundle.RESOLVED,
                            bundle.getState(),
                            bundle.getSymbolicName())));
        }
    }
}
