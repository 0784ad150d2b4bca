package messenger.conformance;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import messenger.api.EntityAddress;
import messenger.api.Policy;
import messenger.api.dto.MemoryDTO;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Assertions;

/** What a test stands on: a transport, the endpoints that the test opens, and the end of them all. */
public final class Rig implements AutoCloseable {

    /** Beginnings of names of threads that the JVM or JUnit starts when it likes. */
    private static final List<String> FOREIGN_THREADS = List.of(
            "ForkJoinPool",
            "VirtualThread",
            "CompletableFuture",
            "junit",
            "Common-Cleaner",
            "process reaper",
            "Attach Listener",
            "JFR",
            "surefire",
            "Read-Poller",
            "Write-Poller",
            "Master-Poller",
            "Cleaner",
            "JVMCI",
            "C1 ",
            "C2 ",
            "Signal Dispatcher",
            "Notification Thread",
            "GC ",
            "Reference Handler",
            "Finalizer");

    private final TransportUnderTest transport;
    private final SpiContract contract = new SpiContract();
    private final List<Party> parties = new CopyOnWriteArrayList<>();
    private final List<CoreRuntime> runtimes = new CopyOnWriteArrayList<>();
    private final Set<Thread> threadsBefore =
            new HashSet<>(Thread.getAllStackTraces().keySet());
    private final long seed = Long.getLong("messenger.seed", System.nanoTime());
    private final CoreRuntime runtime;

    Rig(TransportUnderTest transport) {
        this.transport = transport;
        this.runtime = keep(CoreRuntime.create());
    }

    /** The runtime of parties that need none of their own. */
    CoreRuntime runtime() {
        return runtime;
    }

    /** Has a runtime closed with the rig. */
    CoreRuntime keep(CoreRuntime newRuntime) {
        runtimes.add(newRuntime);
        return newRuntime;
    }

    SpiContract contract() {
        return contract;
    }

    /** What all chance in the test comes from; set with {@code -Dmessenger.seed}. */
    long seed() {
        return seed;
    }

    Random random() {
        return new Random(seed);
    }

    EntityAddress anyPort() {
        return transport.anyPort();
    }

    /** Settings under which failures are noticed and mended soon. */
    static EndpointSettings.Builder settings(String name, Policy policy) {
        return EndpointSettings.of(name)
                .defaultPolicy(policy)
                .initialBackoff(Duration.ofMillis(5))
                .maxBackoff(Duration.ofMillis(100))
                .shutdownTimeout(Duration.ofSeconds(5));
    }

    /** A party that listens. */
    Party server(String name, Policy policy) {
        return server(settings(name, policy));
    }

    Party server(EndpointSettings.Builder settings) {
        return open(settings, runtime, List.of(anyPort()));
    }

    /** A party that does not listen. */
    Party client(String name, Policy policy) {
        return client(settings(name, policy));
    }

    Party client(EndpointSettings.Builder settings) {
        return open(settings, runtime, List.of());
    }

    Party open(EndpointSettings.Builder settings, CoreRuntime ofParty, List<EntityAddress> bind) {
        Party party = new Party(transport, settings.build(), ofParty, contract);
        parties.add(party);
        party.attach(bind);
        return party;
    }

    /** A party that is not in need of being described or closed any more. */
    void retire(Party party) {
        party.close();
        parties.remove(party);
    }

    /** An address at which nobody listens, without a nonce. */
    EntityAddress deadAddress() {
        Party shortLived = server("osd.99", Policy.statefulServer());
        EntityAddress address = shortLived.address().withNonce(EntityAddress.ANY_NONCE);
        retire(shortLived);
        return address;
    }

    String describe() {
        StringBuilder text = new StringBuilder("seed ").append(seed).append('\n');
        for (Party party : parties) {
            text.append(party.describe());
        }
        return text.toString();
    }

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        // on a thread of its own, as a shutdown that hangs must not hang the suite
        Thread closer = Thread.ofPlatform().name("junit-closes-rig").daemon().start(() -> {
            parties.forEach(Party::close);
            runtimes.forEach(Rig::expectMemoryGivenBack);
            runtimes.forEach(CoreRuntime::close);
            transport.close();
            done.countDown();
        });
        Await.until("all endpoints to close", Await.LIMIT, () -> done.getCount() == 0 || !closer.isAlive());
        Assertions.assertEquals(0, done.getCount(), "closing the endpoints threw, see standard error");
        Await.until(
                "threads to end: " + threadsLeft(),
                Await.LIMIT,
                () -> threadsLeft().isEmpty());
    }

    /** Nobody has any of the pool, once the garbage collector has seen to the replies that the test read. */
    private static void expectMemoryGivenBack(CoreRuntime runtime) {
        MemoryDTO first = runtime.memory().state();
        if (first.leases > 0) {
            Await.until("leases to be released: " + first, () -> {
                System.gc();
                return runtime.memory().state().leases == 0;
            });
        }
        MemoryDTO last = runtime.memory().state();
        Assertions.assertEquals(0, last.leased, () -> "bytes leased: " + last);
        Assertions.assertEquals(last.limit, last.free, () -> "bytes free: " + last);
    }

    /** Platform threads that have come since the rig was made and live. */
    List<String> threadsLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threadsBefore.contains(thread))
                .filter(thread -> thread != Thread.currentThread())
                .map(Thread::getName)
                .filter(name -> FOREIGN_THREADS.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
    }
}
