package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.SendResult;
import org.junit.Test;

/** Dispatchers and message types are services that come and go. */
public class WhiteboardIT extends ContainerTest {
    private static final Map<String, String> CLIENT = Map.of("policy.default", "lossless_client");
    private static final Map<String, String> SERVER = Map.of("policy.default", "stateful_server");

    @Test
    public void dispatcherTakesMessagesToOneself() throws Exception {
        Messenger messenger = parties.listening("osd.0", SERVER);
        Inbox inbox = parties.inbox("osd.0");

        assertEquals(SendResult.ACCEPTED, messenger.loopback().send(Inbox.text("to myself")));

        assertEquals("to myself", inbox.nextText());
    }

    @Test
    public void dispatcherTakesMessagesOfPeer() throws Exception {
        Messenger server = parties.listening("osd.0", SERVER);
        Inbox inbox = parties.inbox("osd.0");
        Messenger client = parties.dialling("client.4100", CLIENT);
        Inbox answers = parties.inbox("client.4100");

        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        connection.send(Inbox.text("question"));
        Message question = inbox.next();
        question.connection().send(Inbox.text("answer"));

        assertEquals("question", Inbox.text(question));
        assertEquals(EntityName.parse("client.4100"), question.connection().peerName());
        assertEquals("answer", answers.nextText());
    }

    @Test
    public void dispatcherServesTheEndpointsItNames() throws Exception {
        Messenger zero = parties.listening("osd.0", SERVER);
        Messenger one = parties.listening("osd.1", SERVER);
        Messenger two = parties.listening("osd.2", SERVER);
        Inbox ofZero = parties.inbox("osd.0");
        Inbox ofBoth = new Inbox(parties::describe);
        parties.register(
                Dispatcher.class, ofBoth, Map.of(MessengerConstants.ENDPOINT, new String[] {"osd.1", "osd.9"}));
        Inbox ofAll = new Inbox(parties::describe);
        parties.register(Dispatcher.class, ofAll, Map.of("service.ranking", -1));

        zero.loopback().send(Inbox.text("zero"));
        one.loopback().send(Inbox.text("one"));
        two.loopback().send(Inbox.text("two"));

        assertEquals("zero", ofZero.nextText());
        assertEquals("one", ofBoth.nextText());
        assertEquals("two", ofAll.nextText());
        assertTrue(ofZero.isEmpty() && ofBoth.isEmpty() && ofAll.isEmpty());
    }

    @Test
    public void messageIsOpaqueWhileItsTypeIsAbsent() throws Exception {
        Messenger server = parties.listening("osd.0", SERVER);
        Inbox inbox = parties.inbox("osd.0");
        Messenger client = parties.dialling("client.4100", CLIENT);
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        Message note =
                Message.builder(Note.NUMBER).front(Inbox.text("hello").front()).build();

        connection.send(note);
        Message opaque = inbox.next();
        assertNull(opaque.body());
        assertEquals(
                "no MessageType is registered for type " + Note.NUMBER,
                opaque.opaqueReason().orElse(""));
        assertEquals("hello", Inbox.text(opaque));

        parties.register(MessageType.class, new Note.Type(), Map.of());
        connection.send(Message.of(new Note("typed")));
        assertEquals(new Note("typed"), inbox.next().body(Note.class));

        parties.unregisterLast();
        connection.send(note);
        assertNull(inbox.next().body());
    }

    @Test
    public void messagesWaitForRequiredDispatcher() throws Exception {
        Messenger server = parties.listening(
                "osd.0", Map.of("policy.default", "stateful_server", "required.dispatchers", new String[] {"store"}));
        Inbox other = parties.inbox("osd.0");
        Messenger client = parties.dialling("client.4100", CLIENT);
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        Inbox store = new Inbox(parties::describe);
        Map<String, Object> needed = Map.of(
                MessengerConstants.ENDPOINT,
                "osd.0",
                MessengerConstants.DISPATCHER_NAME,
                "store",
                "service.ranking",
                1);

        send(connection, "first", "second");
        assertEquals(List.of("store"), server.state().missingDispatchers);
        assertEquals(0, server.state().dispatched);
        assertTrue(other.isEmpty());

        parties.register(Dispatcher.class, store, needed);
        assertEquals("first", store.nextText());
        assertEquals("second", store.nextText());
        assertEquals(List.of(), server.state().missingDispatchers);

        parties.unregisterLast();
        send(connection, "third");
        assertTrue(other.isEmpty() && store.isEmpty());
        parties.register(Dispatcher.class, store, needed);
        assertEquals("third", store.nextText());
        assertTrue(other.isEmpty());
    }

    /** Sends, and waits until the peer's core has them. */
    private void send(Connection connection, String... texts) throws InterruptedException {
        for (String text : texts) {
            Await.get(
                    connection.sendAcknowledged(Inbox.text(text)),
                    () -> "acknowledgement of " + text + "; " + parties.describe());
        }
    }
}
