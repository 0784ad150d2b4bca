package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import org.osgi.service.cm.Configuration;

/** Changes keys of a transport's configuration while it has a link; has the cases of those that all transports have. */
public abstract class TransportChanges extends ContainerTest {
    private static final long AN_HOUR = 3_600_000;

    /** Looks at what has become of a pair after the change. */
    interface Check {
        void on(Pair pair) throws Exception;
    }

    private final Set<String> changed = new LinkedHashSet<>();

    void assertEveryKeyWasChanged() throws Exception {
        assertEquals(attributes().keySet(), changed);
    }

    private Map<String, Attribute> attributes() throws Exception {
        return Attribute.of(Bundles.named(context, wire().bundle()), wire().pid);
    }

    void change(String key, Object value, Check check) throws Exception {
        change(key, value, Map.of(), Map.of(), check);
    }

    /** Changes a key of the server, sees that sessions and links are what the description makes of them, and checks. */
    void change(String key, Object value, Map<String, ?> endpoint, Map<String, ?> transport, Check check)
            throws Exception {
        changed.add(key);
        Effect effect = attributes().get(key).effect();
        Pair pair = new Pair(parties, endpoint, transport);
        try {
            if (effect == Effect.CLOSES_LINKS) {
                Parties.change(pair.serverTransport, Map.of(key, value));
                Await.until(() -> !pair.sameLink(), () -> "the end of the link; " + parties.describe());
            } else {
                // a second address shows that the change has been taken over; one side after the other, as both may
                // look for a free port
                String listen = wire().listen();
                Parties.change(pair.clientTransport, changes(key, value, listen, listen));
                awaitAddresses(2, pair.client);
                Parties.change(pair.serverTransport, changes(key, value, pair.bind, listen));
                awaitAddresses(2, pair.server);
                pair.assertSessionGoesOn();
                assertTrue("another link: " + parties.describe(), pair.sameLink());
            }
            assertFalse(pair.server.isShutDown());
            check.on(pair);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(key + " = " + value + " (" + effect + "): " + e.getMessage(), e);
        }
        parties.close();
        openParties();
    }

    void awaitAddresses(int count, Messenger messenger) {
        Await.until(() -> messenger.addresses().size() == count, () -> count + " addresses; " + parties.describe());
    }

    private static Map<String, Object> changes(String key, Object value, String... bind) {
        Map<String, Object> changes = new HashMap<>(Map.of("bind", bind));
        if (!key.equals("bind")) {
            changes.put(key, value);
        }
        return changes;
    }

    void endings() throws Exception {
        change("endpoint", "osd.2", pair -> {
            parties.endpoint("osd.2", Map.of());
            parties.messenger("osd.2", wire().type);
            assertFalse(parties.isThere("osd.0", wire().type));
            assertFalse(pair.inbox.sawReset());
        });
        change(wire().threadsKey, 3, pair -> {
            pair.assertSessionGoesOn();
            Await.until(() -> numberedThreads() == 3, () -> "3 threads; there are " + Leftovers.threads(wire().type));
        });
    }

    private long numberedThreads() {
        return Leftovers.threads(wire().type).stream()
                .filter(name -> name.matches("messenger-" + wire().type + "-osd\\.0-\\d+"))
                .count();
    }

    void addresses() throws Exception {
        change("bind", "the addresses that show other changes", pair -> {});
        int low = FreePort.find();
        String listen = wire().listen();
        change("bind.port.min", low, Map.of(), Map.of("bind", listen, "bind.port.max", 65535), pair -> {
            assertEquals(pair.port, pair.address().port());
            assertTrue(further(pair) >= low);
        });
        int high = low + 200;
        change(
                "bind.port.max",
                high,
                Map.of(),
                Map.of("bind", listen, "bind.port.min", low, "bind.port.max", 65535),
                pair -> {
                    assertEquals(pair.port, pair.address().port());
                    assertTrue(further(pair) <= high);
                });
    }

    /** The port of the address that came with the change. */
    private static int further(Pair pair) {
        return pair.server.addresses().getLast().port();
    }

    void ranking() throws Exception {
        change(
                "service.ranking",
                -7,
                pair -> Await.until(
                        () -> Integer.valueOf(-7).equals(rankingOf("osd.0")), () -> "the ranking of the service"));
    }

    private Object rankingOf(String endpoint) {
        try {
            return parties.reference(endpoint, wire().type).getProperty("service.ranking");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void retries() throws Exception {
        change("bind.retry.count", 0, Map.of(), Map.of("bind.retry.delay", AN_HOUR), pair -> {
            EntityAddress held = heldAddress();
            try (LogWatch log = new LogWatch()) {
                Parties.change(pair.serverTransport, Map.of("bind", held.toString()));
                log.await("ERROR", "cannot listen at " + held);
            }
        });
        change(
                "bind.retry.delay",
                10L,
                Map.of(),
                Map.of("bind.retry.delay", AN_HOUR, "bind.retry.count", 1000),
                pair -> {
                    EntityAddress held = heldAddress();
                    Parties.change(pair.serverTransport, Map.of("bind", held.toString()));
                    Await.until(
                            () -> pair.server.addresses().isEmpty(),
                            () -> "the end of listening; " + parties.describe());
                    parties.delete(holder);
                    Await.until(
                            () -> pair.server.addresses().stream().anyMatch(address -> address.port() == held.port()),
                            () -> "listening at " + held + "; " + parties.describe());
                });
    }

    private Configuration holder;

    /** An address at which another endpoint listens until {@link #holder} is deleted. */
    private EntityAddress heldAddress() throws Exception {
        parties.endpoint("osd.9", Map.of());
        holder = parties.transport("osd.9", Map.of("bind", wire().listen()));
        parties.messenger("osd.9", wire().type);
        return Parties.address(parties.messenger("osd.9", "any")).withNonce(EntityAddress.ANY_NONCE);
    }

    void headerChecksum() throws Exception {
        // with the server as before, the client's next link does not get a message across
        change("crc.header", false, pair -> {
            Parties.change(pair.serverTransport, Map.of("crc.header", true, "bind", pair.bind));
            awaitAddresses(1, pair.server);
            faultsNextTime(pair, "CRC");
        });
    }

    private void assertTooLarge(Pair pair, Message large, String key) throws Exception {
        pair.connection.send(large);
        assertEquals(large.type(), pair.inbox.next().type());
        pair.cutLink();
        pair.connection.send(large);
        awaitFault(pair, key);
    }

    private void faultsNextTime(Pair pair, String why) throws Exception {
        pair.cutLink();
        pair.connection.send(Inbox.text("more than a few bytes"));
        awaitFault(pair, why);
    }

    private void awaitFault(Pair pair, String why) {
        Await.until(
                () -> {
                    String fault = pair.accepted.state().lastFault;
                    return fault != null && fault.contains(why);
                },
                () -> "a fault for " + why + "; " + parties.describe());
    }

    void sizes() throws Exception {
        change("front.max", 16, pair -> faultsNextTime(pair, "front.max"));
        change("middle.max", 1, pair -> {
            Message large =
                    Message.builder(Inbox.TEXT).middle(ByteBuffer.allocate(10)).build();
            assertTooLarge(pair, large, "middle.max");
        });
        change("data.max", 1, pair -> {
            Message large =
                    Message.builder(Inbox.TEXT).data(ByteBuffer.allocate(10)).build();
            assertTooLarge(pair, large, "data.max");
        });
        parties.register(Authorizer.class, new TenBytes(), Map.of("messenger.authorizer", "ten bytes"));
        change("authorizer.max", 5, Map.of("authorizer", "ten bytes"), Map.of(), pair -> {
            try (LogWatch log = new LogWatch()) {
                pair.cutLink();
                log.await("claims an authorizer of 10 bytes, more than the 5");
            }
        });
    }

    /** Proves and accepts any identity by ten bytes. */
    private static final class TenBytes implements Authorizer {
        @Override
        public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
            return new AuthorizerData(1, new byte[10]);
        }

        @Override
        public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
            return Verdict.accepted(new byte[0]);
        }
    }
}
