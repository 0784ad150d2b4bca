package messenger.itests;

import static org.junit.Assert.assertEquals;

import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import messenger.api.Messenger;
import org.junit.Test;
import org.osgi.service.cm.Configuration;

/** A change of what all endpoints share ends all sessions, as its description says. */
public class RuntimeEffectsIT extends ContainerTest {
    private static final String PID = "messenger.core";

    @Test
    public void everyKeyTakesEffectAsDescribed() throws Exception {
        assertEquals(
                Map.of(
                        "memory.bytes",
                        new Attribute("memory.bytes", Effect.ENDS_SESSIONS, "0"),
                        "memory.registered.bytes",
                        new Attribute("memory.registered.bytes", Effect.ENDS_SESSIONS, "-1")),
                Attribute.of(Bundles.named(context, PID), PID));
        Pair pair = new Pair(parties, Map.of(), Map.of());
        Configuration runtime = admin.getConfiguration(PID, "?");
        try {
            runtime.update(new Hashtable<>(Map.of("memory.bytes", 1_000_000L)));
            for (Messenger messenger : Set.of(pair.server, pair.client)) {
                Await.until(messenger::isShutDown, () -> "the end of " + messenger.name());
                Messenger successor = parties.messenger(messenger.name().toString(), "any");
                assertEquals(500_000, Pair.throttle(successor, "process.incoming.bytes"));
            }
            Await.until(() -> pair.accepted.isClosed() && pair.connection.isClosed(), () -> "the end of the session");
            Messenger before = parties.messenger(pair.server.name().toString(), "any");
            runtime.update(new Hashtable<>(Map.of("memory.registered.bytes", 8L << 20)));
            Await.until(before::isShutDown, () -> "the end of " + before.name());
            Messenger after = parties.messenger(before.name().toString(), "any");
            assertEquals(8L << 20, after.state().memory.limit);
        } finally {
            runtime.delete();
        }
    }
}
