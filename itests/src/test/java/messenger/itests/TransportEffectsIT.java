package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.WireTap;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import org.junit.Test;

/** A change of each key of a TCP transport's configuration, while it has a link, does what its description says. */
public class TransportEffectsIT extends ContainerTest {
    private static final long AN_HOUR = 3_600_000;

    private static final int ATTEMPTS = 1000;

    private static final int FOOTER_COMPLETE = 1;
    private static final int FOOTER_NO_CRC = 2;

    /** Looks at what has become of a pair after the change. */
    private interface Check {
        void on(Pair pair) throws Exception;
    }

    private final Set<String> changed = new LinkedHashSet<>();

    @Test
    public void everyKeyTakesEffectAsDescribed() throws Exception {
        endings();
        addresses();
        retries();
        checksums();
        sockets();
        sizes();
        assertEquals(attributes().keySet(), changed);
    }

    private Map<String, Attribute> attributes() throws Exception {
        return Attribute.of(Bundles.named(context, "messenger.simple"), MessengerConstants.SIMPLE_PID);
    }

    private void change(String key, Object value, Check check) throws Exception {
        change(key, value, Map.of(), Map.of(), check);
    }

    /** Changes a key of the server, sees that sessions and links are what the description makes of them, and checks. */
    private void change(String key, Object value, Map<String, ?> endpoint, Map<String, ?> transport, Check check)
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
                // look
                // for a free port
                Parties.change(pair.clientTransport, changes(key, value, Parties.LISTEN, Parties.LISTEN));
                awaitAddresses(2, pair.client);
                Parties.change(pair.serverTransport, changes(key, value, pair.bind, Parties.LISTEN));
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

    private void awaitAddresses(int count, Messenger messenger) {
        Await.until(() -> messenger.addresses().size() == count, () -> count + " addresses; " + parties.describe());
    }

    private static Map<String, Object> changes(String key, Object value, String... bind) {
        Map<String, Object> changes = new HashMap<>(Map.of("bind", bind));
        if (!key.equals("bind")) {
            changes.put(key, value);
        }
        return changes;
    }

    private void endings() throws Exception {
        change("endpoint", "osd.2", pair -> {
            parties.endpoint("osd.2", Map.of());
            parties.messenger("osd.2", "simple");
            assertFalse(parties.isThere("osd.0", "simple"));
            assertFalse(pair.inbox.sawReset());
        });
        change("threads", 3, pair -> {
            pair.assertSessionGoesOn();
            Await.until(() -> readingThreads() == 3, () -> "3 threads; there are " + Leftovers.threads());
        });
    }

    private static long readingThreads() {
        return Leftovers.threads().stream()
                .filter(name -> name.matches("messenger-simple-osd\\.0-\\d+"))
                .count();
    }

    private void addresses() throws Exception {
        change("bind", "the addresses that show other changes", pair -> {});
        int low = FreePort.find();
        change("bind.port.min", low, Map.of(), Map.of("bind", Parties.LISTEN, "bind.port.max", 65535), pair -> {
            assertEquals(pair.port, pair.address().port());
            assertTrue(further(pair) >= low);
        });
        int high = low + 200;
        change(
                "bind.port.max",
                high,
                Map.of(),
                Map.of("bind", Parties.LISTEN, "bind.port.min", low, "bind.port.max", 65535),
                pair -> {
                    assertEquals(pair.port, pair.address().port());
                    assertTrue(further(pair) <= high);
                });
        try (SilentPeer reached = SilentPeer.holding()) {
            change("route", "tcp://127.0.0.2:1=" + reached.address(), pair -> {
                pair.client
                        .connect(EntityType.OSD, EntityAddress.parse("tcp://127.0.0.2:1"))
                        .send(Inbox.text("routed"));
                reached.awaitAccepted(1);
            });
        }
    }

    /** The port of the address that came with the change. */
    private static int further(Pair pair) {
        return pair.server.addresses().getLast().port();
    }

    private void retries() throws Exception {
        change("bind.retry.count", 0, Map.of(), Map.of("bind.retry.delay", AN_HOUR), pair -> {
            try (SilentPeer holder = SilentPeer.holding();
                    LogWatch log = new LogWatch()) {
                Parties.change(
                        pair.serverTransport, Map.of("bind", holder.address().toString()));
                log.await("ERROR", "cannot listen at " + holder.address());
            }
        });
        change(
                "bind.retry.delay",
                10L,
                Map.of(),
                Map.of("bind.retry.delay", AN_HOUR, "bind.retry.count", 1000),
                pair -> {
                    int port;
                    try (SilentPeer holder = SilentPeer.holding()) {
                        port = holder.address().port();
                        Parties.change(
                                pair.serverTransport,
                                Map.of("bind", holder.address().toString()));
                        Await.until(
                                () -> pair.server.addresses().isEmpty(),
                                () -> "the end of listening; " + parties.describe());
                    }
                    Await.until(
                            () -> pair.server.addresses().stream().anyMatch(address -> address.port() == port),
                            () -> "listening at " + port + "; " + parties.describe());
                });
    }

    private void checksums() throws Exception {
        // with the server as before, the client's next link does not get a message across
        change("crc.header", false, pair -> {
            Parties.change(pair.serverTransport, Map.of("crc.header", true, "bind", pair.bind));
            awaitAddresses(1, pair.server);
            faultsNextTime(pair, "CRC");
        });
        change("crc.data", false, pair -> {
            assertEquals(FOOTER_COMPLETE, footerFlags(pair));
            pair.renewLink();
            assertEquals(FOOTER_COMPLETE | FOOTER_NO_CRC, footerFlags(pair));
        });
    }

    /** The flags at the end of the next message on the wire, behind its front and three checksums and a signature. */
    private int footerFlags(Pair pair) throws Exception {
        StringBuffer stream = new StringBuffer();
        WireTap tap = (wire, sent, time, bytes) -> {
            if (sent) {
                stream.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()));
            }
        };
        pair.client.tap(tap);
        Pattern message = Pattern.compile("(?s)" + Pair.AFTER + ".{20}(.)");
        // an open link's tap may miss what is sent just after it was opened
        for (int i = 0; i < ATTEMPTS && !message.matcher(stream).find(); i++) {
            pair.assertSessionGoesOn();
        }
        pair.client.untap(tap);
        Matcher found = message.matcher(stream);
        assertTrue("no message on the wire; " + parties.describe(), found.find());
        return found.group(1).charAt(0);
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

    private void sockets() throws Exception {
        change("tcp.nodelay", false, Pair::renewLink);
        change("tcp.sndbuf", 20_000, Pair::renewLink);
        change("tcp.rcvbuf", 20_000, Pair::renewLink);
        change("pending.max", 1, Pair::renewLink);
    }

    private void sizes() throws Exception {
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
