package messenger.itests;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** A container of the soak, and what an operator does to its transports. */
final class SoakSide implements AutoCloseable {
    private static final String SWAPPING = "(osgi.condition.id=messenger.swapping)";
    private static final AtomicInteger VERSIONS = new AtomicInteger();

    private final String name;
    private final PlainFelix felix;
    private final Path bundles;
    private final AtomicInteger swapsTold = new AtomicInteger();

    SoakSide(String name, Path directory) throws Exception {
        this.name = name;
        this.bundles = directory.resolve("bundles");
        this.felix = new PlainFelix(Delivered.jar(), directory);
        felix.context()
                .addServiceListener(
                        event -> {
                            if (event.getType() == ServiceEvent.REGISTERED) {
                                swapsTold.incrementAndGet();
                            }
                        },
                        SWAPPING);
    }

    Object execute(String commands) throws Exception {
        return felix.execute(commands);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> load(String command, String endpoint) throws Exception {
        return (Map<String, Object>) execute("example:" + command + " " + endpoint);
    }

    private Bundle bundle(Carrier carrier) {
        return Bundles.named(felix.context(), carrier.bundle);
    }

    private Path jar(Carrier carrier) throws Exception {
        return Delivered.bundles(Delivered.jar(), bundles).stream()
                .filter(path -> path.getFileName().toString().startsWith(carrier.bundle + "-"))
                .findFirst()
                .orElseThrow();
    }

    void stop(Carrier carrier) throws BundleException {
        bundle(carrier).stop();
    }

    void start(Carrier carrier) throws BundleException {
        bundle(carrier).start();
    }

    void update(Carrier carrier) throws Exception {
        try (InputStream newer = Jars.withVersion(jar(carrier), "1.1." + VERSIONS.incrementAndGet())) {
            bundle(carrier).update(newer);
        }
    }

    void uninstall(Carrier carrier) throws BundleException {
        bundle(carrier).uninstall();
    }

    void install(Carrier carrier) throws Exception {
        felix.context().installBundle(jar(carrier).toUri().toString()).start();
    }

    /** Returns when it is done: Felix refuses to update a bundle meanwhile. */
    void refresh(Carrier carrier) {
        CountDownLatch done = new CountDownLatch(1);
        felix.context()
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle(carrier)), event -> done.countDown());
        Await.until(() -> done.getCount() == 0, () -> "the refresh of " + carrier);
    }

    /** How often a Condition has said that sessions change their transport. */
    int swapsTold() {
        return swapsTold.get();
    }

    /** Whether a Condition says so now. */
    boolean saysItIsSwapping() {
        try {
            return felix.context().getAllServiceReferences(null, SWAPPING) != null;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** How many bundles still wait for what held an old revision of them. */
    int removalPending() {
        return felix.context()
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .getRemovalPendingBundles()
                .size();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() throws Exception {
        felix.close();
    }
}
