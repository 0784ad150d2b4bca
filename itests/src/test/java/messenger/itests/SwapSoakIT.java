package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two containers with sessions at full rate, in both directions, whose transports are swapped, stopped, started, updated,
 * uninstalled and refreshed at random moments, on either side or on both at once, while links fail. Every accepted message
 * is dispatched once and in order, and every request is answered.
 */
class SwapSoakIT {
    private static final int CHANGES = Integer.getInteger("messenger.soak.changes", 100);
    private static final long SEED = Long.getLong("messenger.soak.seed", System.nanoTime());
    private static final long SETTLE_NANOS = 60_000_000_000L;

    /** One in so many I/O calls fails while links are made to. */
    private static final int FAILURES = 500;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final List<String> done = new ArrayList<>();
    private SoakSide left;
    private SoakSide right;

    /** Endpoints of the left side, those of the right, which they connect to. */
    private static final Map<String, String> PAIRS = pairs();

    private static Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("client.4100", "osd.0");
        pairs.put("osd.11", "osd.12");
        return pairs;
    }

    private static String policy(String endpoint) {
        return switch (endpoint) {
            case "client.4100" -> "lossless_client";
            case "osd.0" -> "stateful_server";
            default -> "lossless_peer";
        };
    }

    private static void create(SoakSide side, String endpoint) throws Exception {
        StringBuilder command = new StringBuilder("msgr:create -p default=").append(policy(endpoint));
        for (Carrier carrier : Carrier.values()) {
            command.append(" -b ")
                    .append(carrier.scheme)
                    .append("://127.0.0.1:")
                    .append(FreePort.find());
        }
        side.execute(command.append(" ").append(endpoint).toString());
        side.execute("msgr:config " + endpoint + " initial.backoff=20 max.backoff=200 swap.interval=100");
    }

    private static String address(SoakSide side, String endpoint, Carrier carrier) throws Exception {
        String addresses =
                side.execute("((msgr:list " + endpoint + ") get 0) addresses").toString();
        for (String each : addresses.replaceAll("[\\[\\] ]", "").split(",")) {
            if (each.startsWith(carrier.scheme + "://")) {
                return each;
            }
        }
        throw new AssertionError(endpoint + " listens at " + addresses);
    }

    @Test
    void nothingIsLost() throws Exception {
        System.out.println("soak with -Dmessenger.soak.seed=" + SEED + " -Dmessenger.soak.changes=" + CHANGES);
        try (SoakSide one = new SoakSide("left", directory.resolve("left"));
                SoakSide two = new SoakSide("right", directory.resolve("right"))) {
            left = one;
            right = two;
            for (Map.Entry<String, String> pair : PAIRS.entrySet()) {
                create(left, pair.getKey());
                create(right, pair.getValue());
                right.execute("example:load " + pair.getValue());
                left.execute("example:load --sessions 2 --to " + address(right, pair.getValue(), Carrier.SIMPLE) + " "
                        + pair.getKey());
            }
            awaitProgress();
            for (int change = 0; change < CHANGES; change++) {
                change();
                LockSupport.parkNanos(random.nextInt(300) * 1_000_000L);
                if (change % 5 == 0) {
                    awaitProgress();
                }
            }
            awaitProgress();
            finish();
        }
    }

    private void change() throws Exception {
        boolean both = random.nextInt(5) == 0;
        Carrier carrier = pick(Carrier.values());
        if (both) {
            Change first = pick(Change.values());
            Change second = pick(Change.values());
            done.add("both: left " + first + ", right " + second + ", of " + carrier);
            // not a pause of random length on two threads: the seed is to replay
            long pause = pause();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> carryOut(first, left, carrier, pause));
            carryOut(second, right, carrier, pause);
            other.get();
        } else {
            SoakSide side = pick(new SoakSide[] {left, right});
            Change change = pick(Change.values());
            done.add(side + " " + change + " of " + carrier);
            carryOut(change, side, carrier, pause());
        }
    }

    private long pause() {
        return random.nextInt(200) * 1_000_000L;
    }

    private <T> T pick(T[] all) {
        return all[random.nextInt(all.length)];
    }

    /** What an operator does. */
    private enum Change {
        SWAP,
        SWAP_BACK,
        STOP_AND_START,
        UPDATE,
        UNINSTALL_AND_INSTALL,
        REFRESH,
        LINK_FAULTS
    }

    private void carryOut(Change change, SoakSide side, Carrier carrier, long pause) {
        try {
            switch (change) {
                case SWAP -> swap(side, carrier.type);
                case SWAP_BACK -> swap(side, "auto");
                case STOP_AND_START -> {
                    side.stop(carrier);
                    LockSupport.parkNanos(pause);
                    side.start(carrier);
                }
                case UPDATE -> side.update(carrier);
                case UNINSTALL_AND_INSTALL -> {
                    side.uninstall(carrier);
                    LockSupport.parkNanos(pause);
                    side.install(carrier);
                }
                case REFRESH -> side.refresh(carrier);
                case LINK_FAULTS -> {
                    inject(side, FAILURES);
                    LockSupport.parkNanos(pause);
                    inject(side, 0);
                }
            }
        } catch (Exception e) {
            throw new AssertionError(change + " on " + side + " of " + carrier.bundle + "\n" + story(), e);
        }
    }

    private Iterable<String> endpoints(SoakSide side) {
        return side == left ? PAIRS.keySet() : PAIRS.values();
    }

    /** Without waiting for it to be done. */
    private void swap(SoakSide side, String type) throws Exception {
        for (String endpoint : endpoints(side)) {
            side.execute("example:wish " + endpoint + " " + type);
        }
    }

    private void inject(SoakSide side, int oneIn) throws Exception {
        for (String endpoint : endpoints(side)) {
            side.execute("msgr:inject " + endpoint + " socket.failures=" + oneIn);
        }
    }

    /** Messages are dispatched on all endpoints, and nothing has gone wrong. */
    private void awaitProgress() throws Exception {
        for (SoakSide side : List.of(left, right)) {
            for (String endpoint : endpoints(side)) {
                long before = dispatched(side, endpoint);
                long end = System.nanoTime() + SETTLE_NANOS;
                while (dispatched(side, endpoint) < before + 10) {
                    if (System.nanoTime() - end > 0) {
                        throw new AssertionError(endpoint + " gets nothing any more\n" + story());
                    }
                    LockSupport.parkNanos(5_000_000);
                }
            }
        }
    }

    private long dispatched(SoakSide side, String endpoint) throws Exception {
        Map<String, Object> state = side.load("loadstate", endpoint);
        assertEquals("", state.get("wrong"), this::story);
        return (long) state.get("dispatched");
    }

    private void finish() throws Exception {
        for (SoakSide side : List.of(left, right)) {
            for (String endpoint : endpoints(side)) {
                side.load("loadend --only", endpoint);
            }
        }
        long accepted = 0;
        for (SoakSide side : List.of(left, right)) {
            for (String endpoint : endpoints(side)) {
                Map<String, Object> state;
                try {
                    state = side.load("loadend", endpoint);
                } catch (AssertionError e) {
                    throw new AssertionError(e.getMessage() + "\n" + story(), e);
                }
                System.out.println(side + " " + endpoint + " " + state);
                accepted += (long) state.get("accepted");
                assertTrue((long) state.get("answered") > 0, "requests of " + endpoint);
            }
            assertEquals(0, side.removalPending(), "old revisions on " + side);
            assertTrue(side.swapsTold() > 0, "Conditions of " + side);
            Await.until(() -> !side.saysItIsSwapping(), () -> "the end of swaps of " + side);
        }
        assertTrue(accepted > CHANGES * 10L, "accepted " + accepted);
    }

    private String story() {
        StringBuilder story =
                new StringBuilder("seed " + SEED + ", after " + done.size() + " changes, the last ones:\n");
        done.stream()
                .skip(Math.max(0, done.size() - 10))
                .forEach(line -> story.append("  ").append(line).append('\n'));
        for (SoakSide side : List.of(left, right)) {
            for (String endpoint : endpoints(side)) {
                try {
                    story.append(side)
                            .append(' ')
                            .append(side.execute("msgr:list " + endpoint))
                            .append('\n');
                    story.append(side.execute("msgr:sessions " + endpoint)).append('\n');
                } catch (Exception | AssertionError e) {
                    story.append(e).append('\n');
                }
            }
        }
        return story.toString();
    }
}
