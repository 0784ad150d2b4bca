package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import messenger.api.Dispatcher;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.osgi.service.cm.Configuration;

/** Changes keys of an endpoint's configuration while it has a session. */
public abstract class EndpointChanges extends ContainerTest {
    /** Looks at what has become of a pair after the change. */
    interface Check {
        void on(Pair pair) throws Exception;
    }

    private final Set<String> changed = new HashSet<>();
    private int fence = 1000;

    void assertEveryKeyWasChanged() throws Exception {
        assertEquals(attributes().keySet(), changed);
    }

    private Map<String, Attribute> attributes() throws Exception {
        return Attribute.of(Bundles.named(context, "messenger.core"), MessengerConstants.ENDPOINT_PID);
    }

    void change(String key, Object value, Check check) throws Exception {
        change(key, value, Map.of(), check);
    }

    /**
     * Changes a key of the server, and of the client unless that ends all sessions, sees that the endpoints are what the description makes of them, and checks.
     */
    void change(String key, Object value, Map<String, ?> before, Check check) throws Exception {
        changed.add(key);
        Effect effect = attributes().get(key).effect();
        Pair pair = new Pair(parties, before, Map.of());
        if (effect == Effect.ENDS_SESSIONS) {
            Parties.change(pair.serverEndpoint, Map.of(key, value));
            Await.until(pair.server::isShutDown, () -> "the end of the endpoint for " + key);
        } else {
            apply(pair.serverEndpoint, pair.server, Map.of(key, value));
            apply(pair.clientEndpoint, pair.client, Map.of(key, value));
            assertFalse(key, pair.server.isShutDown());
        }
        try {
            check.on(pair);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(key + " = " + value + " (" + effect + "): " + e.getMessage(), e);
        }
        parties.close();
        openParties();
    }

    /** Changes a configuration, and waits until that has been taken over: a new default priority shows it. */
    void apply(Configuration configuration, Messenger messenger, Map<String, ?> changes) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("default.priority", ++fence));
        all.putAll(changes);
        Parties.change(configuration, all);
        int expected = (int) all.get("default.priority");
        Inbox own = new Inbox(parties::describe);
        parties.register(
                Dispatcher.class,
                own,
                Map.of(MessengerConstants.ENDPOINT, messenger.name().toString(), "service.ranking", 100));
        Await.until(() -> priority(messenger, own) == expected, () -> "priority " + expected);
        parties.unregisterLast();
    }

    private static int priority(Messenger messenger, Inbox inbox) {
        try {
            messenger.loopback().send(Inbox.text("how urgent?"));
            return inbox.next().priority();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Session and link are as before. */
    static void unharmed(Pair pair) throws Exception {
        pair.assertSessionGoesOn();
        assertTrue("another link: " + pair.parties.describe(), pair.sameLink());
        assertEquals(0, pair.connection.state().reconnects);
    }
}
