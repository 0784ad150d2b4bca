package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.MessageType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.SendResult;
import messenger.api.dto.LinkDTO;
import org.junit.Test;

/** A change of each key of an endpoint's configuration, while it has a session, does what its description says. */
public class EndpointEffectsIT extends EndpointChanges {
    private static final long AN_HOUR = 3_600_000;
    private static final Set<String> TYPES = Set.of("mon", "mds", "osd", "client", "mgr", "auth");

    @Test
    public void everyKeyTakesEffectAsDescribed() throws Exception {
        endings();
        throttlesAndPriority();
        policies();
        links();
        stores();
        backoff();
        timeouts();
        swaps();
        injection();
        assertEveryKeyWasChanged();
    }

    private void endings() throws Exception {
        change("name", "osd.9", pair -> parties.messenger("osd.9", "any"));
        change(
                "nonce",
                "4711",
                pair -> assertEquals(4711, successor(pair).address().nonce()));
        change(
                "required.dispatchers",
                "orders",
                pair -> assertEquals(List.of("orders"), successor(pair).state().missingDispatchers));
        change("required.types", "4243", pair -> {
            Messenger server = successor(pair);
            server.loopback().send(Inbox.text("waits"));
            Await.until(() -> server.state().dispatchQueued > 0, () -> "a message that waits for a type");
            parties.register(MessageType.class, new Note.Type(), Map.of());
            assertEquals("waits", pair.inbox.nextText());
        });
        change(
                "dispatch.throttle.bytes",
                4711L,
                pair -> assertEquals(4711, Pair.throttle(successor(pair), "dispatch.bytes")));
        change("inject.seed", 2L, EndpointEffectsIT::successorOf);
    }

    private static void successorOf(Pair pair) throws Exception {
        successor(pair);
    }

    /** The endpoint made anew. */
    private static Messenger successor(Pair pair) throws Exception {
        Messenger successor = pair.parties.messenger("osd.0", "any");
        assertFalse(successor == pair.server);
        Await.until(pair.accepted::isClosed, () -> "the end of the session");
        return successor;
    }

    private void throttlesAndPriority() throws Exception {
        change("throttle.messages", "client=77", pair -> {
            unharmed(pair);
            assertEquals(77, pair.throttle("client.messages"));
        });
        change("throttle.bytes", "client=777777", pair -> {
            unharmed(pair);
            assertEquals(777777, pair.throttle("client.bytes"));
        });
        change("default.priority", 33, EndpointEffectsIT::unharmed);
        change("dispatch.spin", 0, EndpointEffectsIT::unharmed);
    }

    private void policies() throws Exception {
        change("policy.default", "lossless_peer", pair -> newPolicy(pair, "client"));
        for (String type : TYPES) {
            change("policy." + type, "lossless_peer", pair -> newPolicy(pair, type));
        }
    }

    private void newPolicy(Pair pair, String type) throws Exception {
        unharmed(pair);
        assertEquals("stateful_server", pair.accepted.state().policy);
        pair.newClient(type + ".4200", Map.of());
        assertEquals("lossless_peer", pair.serversSession(type + ".4200").policy);
    }

    private void links() throws Exception {
        change("features.required", "client=0x8000000000000", pair -> refusedNextTime(pair, "feature"));
        change("authorizer", "of nobody", pair -> refusedNextTime(pair, "authorizer"));
        change("read.ahead.bytes", 0L, Map.of("throttle.messages", "client=1"), pair -> {
            unharmed(pair);
            Retaining retaining = new Retaining();
            parties.register(
                    Dispatcher.class, retaining, Map.of(MessengerConstants.ENDPOINT, "osd.0", "service.ranking", 1));
            sendThree(pair.connection);
            Await.until(() -> pair.accepted.state().throttled > 0, () -> "messages read ahead; " + parties.describe());
            retaining.release();
            pair.cutLink();
            sendThree(pair.connection);
            Await.until(() -> isPaused(pair.accepted), () -> "a pause; " + parties.describe());
            retaining.release();
        });
        try (SilentPeer peer = SilentPeer.holding()) {
            change("handshake.timeout", 100L, pair -> {
                unharmed(pair);
                Connection late = pair.client.connect(EntityType.OSD, peer.address());
                Await.until(() -> late.state().lastFault != null, () -> "a handshake that is late");
                assertTrue(late.state().lastFault, late.state().lastFault.contains("100 ms"));
            });
        }
    }

    private static boolean isPaused(Connection connection) {
        LinkDTO link = connection.state().link;
        return link != null && link.readingPaused;
    }

    private static void sendThree(Connection connection) throws Exception {
        for (int i = 0; i < 3; i++) {
            connection.send(Inbox.text("one of three"));
        }
    }

    private void refusedNextTime(Pair pair, String why) throws Exception {
        unharmed(pair);
        pair.cutLink();
        Await.until(
                () -> {
                    String fault = pair.connection.state().lastFault;
                    return fault != null && fault.contains(why);
                },
                () -> "a refusal for " + why + "; " + parties.describe());
    }

    private void stores() throws Exception {
        EntityAddress nobody = EntityAddress.parse("tcp://127.0.0.1:" + FreePort.find());
        change("store.messages", 2L, pair -> {
            unharmed(pair);
            assertEquals(2, acceptedBy(pair.client.connect(EntityType.OSD, nobody)));
        });
        change("store.bytes", 2L, pair -> {
            unharmed(pair);
            assertEquals(1, acceptedBy(pair.client.connect(EntityType.OSD, nobody)));
        });
        change("send.timeout", 1L, Map.of("store.messages", 1L, "send.timeout", AN_HOUR), pair -> {
            unharmed(pair);
            Connection full = pair.client.connect(EntityType.OSD, nobody);
            assertEquals(SendResult.ACCEPTED, full.send(Inbox.text("first")));
            assertEquals(SendResult.BACK_PRESSURED, full.send(Inbox.text("second")));
        });
    }

    /** How many messages a session takes that cannot get rid of them, of no more than three. */
    private static int acceptedBy(Connection connection) {
        int accepted = 0;
        while (accepted < 3 && connection.trySend(Inbox.text("123")) == SendResult.ACCEPTED) {
            accepted++;
        }
        return accepted;
    }

    private void backoff() throws Exception {
        try (SilentPeer peer = SilentPeer.closing()) {
            change("initial.backoff", AN_HOUR, Map.of("max.backoff", AN_HOUR), pair -> {
                unharmed(pair);
                attempts(pair, peer, 2);
                try (SilentPeer other = SilentPeer.closing()) {
                    // as many attempts as come without a wait
                    attempts(pair, other, 2);
                    assertEquals(2, peer.accepted());
                }
            });
        }
        try (SilentPeer peer = SilentPeer.closing()) {
            change("max.backoff", 10L, Map.of("initial.backoff", 10L, "max.backoff", AN_HOUR), pair -> {
                unharmed(pair);
                attempts(pair, peer, 20);
            });
        }
    }

    private static void attempts(Pair pair, SilentPeer peer, int count) throws Exception {
        Connection connection = pair.client.connect(EntityType.OSD, peer.address());
        connection.send(Inbox.text("for nobody"));
        peer.awaitAccepted(count);
    }

    private void timeouts() throws Exception {
        change("idle.timeout", 100L, pair -> {
            Await.until(() -> !pair.sameLink(), () -> "the end of an idle link; " + parties.describe());
            pair.assertSessionGoesOn();
            Await.until(
                    () -> (pair.accepted.state().lastFault + pair.connection.state().lastFault)
                            .contains("idle.timeout"),
                    () -> "a link that ended for being idle; " + parties.describe());
        });
        change("keepalive.interval", 20L, Map.of("idle.timeout", 0L), pair -> {
            unharmed(pair);
            long before = pair.accepted.state().link.bytesOut;
            Await.until(() -> pair.accepted.state().link.bytesOut > before + 100, () -> "keepalives");
            assertTrue(pair.sameLink());
        });
        change("standby.timeout", 100L, pair -> {
            unharmed(pair);
            parties.delete(pair.clientTransport);
            Await.until(pair.inbox::sawReset, () -> "the end of a session that stood by; " + parties.describe());
        });
        standbyThatHasBegun();
        change("shutdown.timeout", 1L, Map.of("shutdown.timeout", AN_HOUR), pair -> {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            parties.register(
                    Dispatcher.class,
                    message -> {
                        running.countDown();
                        awaitQuietly(end);
                        return true;
                    },
                    Map.of(MessengerConstants.ENDPOINT, "osd.0", "service.ranking", 1));
            pair.connection.send(Inbox.text("takes long"));
            Await.until(() -> running.getCount() == 0, () -> "a handler that runs");
            Await.get(CompletableFuture.runAsync(pair.server::shutdown), () -> "the end of shutdown");
            end.countDown();
        });
    }

    private void swaps() throws Exception {
        change("swap.automatic", false, pair -> {
            unharmed(pair);
            alsoXio();
            for (String type : List.of("xio", "simple")) {
                pair.connection.swap(type);
                awaitCarrier(pair, type);
            }
            pair.connection.swap(null);
            pair.assertSessionGoesOn();
            assertEquals("simple", pair.connection.state().link.transport);
            apply(pair.clientEndpoint, pair.client, Map.of("swap.automatic", true));
            awaitCarrier(pair, "xio");
        });
        change("swap.interval", 1L, Map.of("swap.interval", AN_HOUR), pair -> {
            unharmed(pair);
            alsoXio();
            awaitCarrier(pair, "xio");
        });
    }

    /** Has both sides speak xio as well, which ranks higher. */
    private void alsoXio() throws Exception {
        parties.alsoXio("osd.0", Wire.SHM.listen());
        parties.alsoXio("client.4100", Wire.SHM.listen());
    }

    private void awaitCarrier(Pair pair, String type) throws Exception {
        Await.until(
                () -> pair.connection.state().link != null
                        && pair.connection.state().link.transport.equals(type)
                        && pair.connection.isConnected(),
                () -> "a link by " + type + "; " + parties.describe());
        pair.assertSessionGoesOn();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A change comes too late for a session that stands by already. */
    private void standbyThatHasBegun() throws Exception {
        Pair pair = new Pair(parties, Map.of(), Map.of());
        pair.newClient("client.4200", Map.of());
        pair.inbox.next();
        parties.delete(pair.clientTransport);
        Await.until(() -> pair.accepted.state().state.equals("STANDBY"), () -> "standby; " + parties.describe());
        apply(pair.serverEndpoint, pair.server, Map.of("standby.timeout", 50L));
        // the one that stands by later ends first
        Connection later = pair.server.connections().stream()
                .filter(connection -> connection != pair.accepted)
                .findFirst()
                .orElseThrow();
        parties.messenger("client.4200", "simple").shutdown();
        Await.until(
                () -> !pair.server.connections().contains(later), () -> "the end of the later; " + parties.describe());
        assertTrue(pair.server.connections().contains(pair.accepted));
        parties.close();
        openParties();
    }

    private void injection() throws Exception {
        change("inject.socket.failures", 20L, pair -> {
            for (int i = 0; i < 1000 && pair.connection.state().reconnects == 0; i++) {
                pair.assertSessionGoesOn();
            }
            assertTrue(parties.describe(), pair.connection.state().reconnects > 0);
        });
        change("inject.delay.probability", 1.0, Map.of("inject.delay.max", AN_HOUR), this::delaysNewSessions);
        change("inject.delay.max", AN_HOUR, Map.of("inject.delay.probability", 1.0), this::delaysNewSessions);
    }

    private void delaysNewSessions(Pair pair) throws Exception {
        unharmed(pair);
        pair.newClient("client.4200", Map.of());
        Await.until(() -> pair.serversSession("client.4200").received == 1, () -> "a message that was received");
        pair.assertSessionGoesOn();
        assertTrue("a delayed message was dispatched", pair.inbox.isEmpty());
    }
}
