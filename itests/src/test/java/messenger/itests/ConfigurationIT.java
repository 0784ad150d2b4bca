package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.MessengerConstants;
import messenger.api.SendResult;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

/** Endpoints and transports are made, changed and removed by Configuration Admin. */
public class ConfigurationIT extends ContainerTest {
    @Test
    public void configurationsRegisterMessengers() throws Exception {
        Configuration endpoint = parties.endpoint("osd.0", Map.of());
        Configuration transport = parties.transport("osd.0", Map.of("bind", wire().listen()));

        ServiceReference<Messenger> typed = parties.reference("osd.0", "simple");
        ServiceReference<Messenger> any = parties.reference("osd.0", "any");
        Messenger messenger = context.getService(any);

        assertEquals("osd.0", any.getProperty(MessengerConstants.ENDPOINT));
        assertEquals("osd.0", typed.getProperty(MessengerConstants.ENDPOINT));
        assertEquals(Integer.MAX_VALUE, any.getProperty(Constants.SERVICE_RANKING));
        assertEquals(any, context.getServiceReference(Messenger.class));
        assertTrue(any.compareTo(typed) > 0);
        assertEquals(EntityName.parse("osd.0"), messenger.name());
        assertEquals("any", messenger.type());
        assertEquals("simple", context.getService(typed).type());
        assertEquals(1, messenger.addresses().size());

        parties.delete(transport);
        parties.awaitGone("osd.0", "simple");
        assertFalse(messenger.isShutDown());
        Await.until(() -> messenger.addresses().isEmpty(), () -> "the end of listening; " + parties.describe());
        parties.transport("osd.0", Map.of("bind", wire().listen()));
        parties.messenger("osd.0", "simple");
        assertSame(messenger, parties.messenger("osd.0", "any"));

        parties.delete(endpoint);
        parties.awaitGone("osd.0", "any");
        parties.awaitGone("osd.0", "simple");
        Await.until(messenger::isShutDown, () -> "the end of the messenger");
        EntityAddress address = messenger.address();
        assertThrows(MessengerClosedException.class, () -> messenger.bind(address));
    }

    @Test
    public void badEndpointIsRefusedAndCanBeCorrected() throws Exception {
        assertRefused(Map.of("policy.default", "gentle"), "stateful_server");
        assertRefused(Map.of("store.messages", "many"), "a whole number");
        assertRefused(Map.of("throttle.bytes", new String[] {"osd=-1"}), "TYPE=a number of bytes");
        assertRefused(Map.of("default.priority", 65536), "65535");
        assertRefused(Map.of("inject.delay.probability", "often"), "0 to 1");

        try (LogWatch log = new LogWatch()) {
            Configuration endpoint = parties.endpoint("osd", Map.of("name", "somebody"));
            log.await("ERROR", endpoint.getPid(), "name", "'somebody'", "TYPE.NUMBER");
            Parties.change(endpoint, Map.of("name", "osd.0"));
            parties.messenger("osd.0", "any");
        }
    }

    private void assertRefused(Map<String, ?> bad, String allowed) throws Exception {
        Map.Entry<String, ?> entry = bad.entrySet().iterator().next();
        try (LogWatch log = new LogWatch()) {
            Configuration endpoint = parties.endpoint("osd.0", bad);
            String value = entry.getValue() instanceof String[] texts ? texts[0] : String.valueOf(entry.getValue());
            log.await("ERROR", endpoint.getPid(), entry.getKey(), value, allowed);
            assertFalse(parties.isThere("osd.0", "any"));
            parties.delete(endpoint);
        }
    }

    @Test
    public void badRuntimeIsRefusedAndCanBeCorrected() throws Exception {
        parties.endpoint("osd.0", Map.of());
        parties.messenger("osd.0", "any");
        Configuration runtime = admin.getConfiguration("messenger.core", "?");
        try (LogWatch log = new LogWatch()) {
            runtime.update(new Hashtable<>(Map.of("memory.bytes", 1L)));
            log.await("ERROR", "messenger.core", "memory.bytes", "'1'", "2 or more");
            assertFalse(parties.isThere("osd.0", "any"));
            runtime.update(new Hashtable<>(Map.of("memory.registered.bytes", 1L)));
            log.await("ERROR", "messenger.core", "memory.registered.bytes", "'1'", "4194304 or more");
            assertFalse(parties.isThere("osd.0", "any"));
            runtime.update(new Hashtable<>(Map.of("memory.bytes", 1_000_000L)));
            parties.messenger("osd.0", "any");
        } finally {
            runtime.delete();
        }
        parties.messenger("osd.0", "any");
    }

    @Test
    public void badTransportIsRefusedAndCanBeCorrected() throws Exception {
        parties.endpoint("osd.0", Map.of());
        try (LogWatch log = new LogWatch()) {
            Configuration transport = parties.transport("osd.0", Map.of("bind", "tcp://127.0.0.1"));
            log.await("ERROR", transport.getPid(), "bind", "'tcp://127.0.0.1'", "tcp://HOST:PORT");
            assertFalse(parties.isThere("osd.0", "simple"));
            Parties.change(transport, Map.of("bind", wire().listen()));
            parties.messenger("osd.0", "simple");
        }
    }

    @Test
    public void badChangeLeavesTheFormerInForce() throws Exception {
        Configuration endpoint = parties.endpoint("osd.0", Map.of("policy.default", "stateful_server"));
        Configuration transport = parties.transport("osd.0", Map.of("bind", wire().listen()));
        Messenger messenger = parties.messenger("osd.0", "any");
        parties.messenger("osd.0", "simple");
        List<?> addresses = messenger.addresses();

        try (LogWatch log = new LogWatch()) {
            Parties.change(endpoint, Map.of("max.backoff", "soon"));
            log.await("ERROR", endpoint.getPid(), "max.backoff", "'soon'", "milliseconds");
            Parties.change(transport, Map.of("crc.data", "maybe"));
            log.await("ERROR", transport.getPid(), "crc.data", "'maybe'", "true or false");
        }

        assertFalse(messenger.isShutDown());
        assertEquals(addresses, messenger.addresses());
        assertEquals(SendResult.ACCEPTED, messenger.loopback().send(Inbox.text("still there")));
    }

    @Test
    public void changesKeepSessions() throws Exception {
        Configuration endpoint = parties.endpoint("osd.0", Map.of("policy.default", "stateful_server"));
        Configuration transport = parties.transport("osd.0", Map.of("bind", wire().listen()));
        parties.messenger("osd.0", "simple");
        Messenger server = parties.messenger("osd.0", "any");
        Inbox inbox = parties.inbox("osd.0");
        Messenger client = parties.dialling("client.4100", Map.of("policy.default", "lossless_client"));
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        connection.send(Inbox.text("before"));
        Message before = inbox.next();

        Parties.change(endpoint, Map.of("default.priority", 63, "policy.client", "stateful_server"));
        before.connection().send(Inbox.text("for nobody"));
        Await.until(() -> priorityOf(server, inbox) == 63, () -> "the changed default priority; " + parties.describe());
        Map<String, Object> changes = new HashMap<>(Map.of("data.max", 1_000_000, "tcp.nodelay", false));
        changes.put("bind", new String[] {wire().listen(), wire().listen()});
        Parties.change(transport, changes);
        Await.until(() -> server.addresses().size() == 2, () -> "a second address; " + parties.describe());

        connection.send(Inbox.text("after"));
        Message after = inbox.next();
        assertEquals("after", Inbox.text(after));
        assertSame(before.connection(), after.connection());
        assertSame(connection, client.connections().getFirst());
        assertFalse(inbox.sawReset());
        assertEquals(0, connection.state().reconnects);
    }

    private static int priorityOf(Messenger messenger, Inbox inbox) {
        try {
            messenger.loopback().send(Inbox.text("how urgent?"));
            return inbox.next().priority();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
