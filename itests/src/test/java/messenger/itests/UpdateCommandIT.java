package messenger.itests;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;

/** An operator updates a transport while messages flow, to good versions and to bad ones: nothing is lost. */
public class UpdateCommandIT extends ContainerTest {
    private static final long SOME = 200;
    private static final String ACTIVATOR = "messenger.NoSuchActivator";

    /** A class that a transport cannot do without. */
    private static final Map<Wire, String> MESSENGERS =
            Map.of(Wire.TCP, "messenger/simple/SimpleMessenger.class", Wire.SHM, "messenger/xio/XioMessenger.class");

    private Bundle transport;
    private Messenger server;
    private Connection connection;
    private NumberedTraffic traffic;
    private Path jar;

    @Before
    public void startTraffic() throws Exception {
        transport = Bundles.named(context, wire().bundle());
        jar = Files.createTempFile("messenger-update", ".jar");
        server = parties.listening("osd.0", Map.of("policy.default", "stateful_server"));
        Messenger client =
                parties.dialling("client.4100", Map.of("policy.default", "lossless_client", "max.backoff", 500L));
        traffic = new NumberedTraffic();
        parties.register(Dispatcher.class, traffic, Map.of(MessengerConstants.ENDPOINT, "osd.0"));
        connection = client.connect(EntityType.OSD, Parties.address(server));
        traffic.start(connection);
        traffic.awaitArrived(SOME);
    }

    @After
    public void stopTraffic() throws Exception {
        traffic.close();
        Files.delete(jar);
    }

    /** Messages have gone on to flow, and none is missing; nothing is left of the update. */
    private void assertNothingLost() throws Exception {
        traffic.awaitArrived(SOME);
        traffic.finish();
        assertFalse(connection.isClosed());
        File storage = Bundles.named(context, "messenger.shell").getDataFile("update");
        assertArrayEquals(new String[0], storage.list());
    }

    private String update(String options, Map<String, String> headers, Set<String> without) throws Exception {
        try (InputStream content = Jars.changed(Path.of(URI.create(transport.getLocation())), headers, without)) {
            Files.write(jar, content.readAllBytes());
        }
        return Gogo.execute(context, "msgr:update " + options + " " + wire().type + " " + jar.toUri())
                .toString();
    }

    private String failure(String options, Map<String, String> headers, Set<String> without) {
        AssertionError e = assertThrows(AssertionError.class, () -> update(options, headers, without));
        return e.getMessage();
    }

    private String carried() {
        return "from=" + wire().type + ", to=" + wire().type;
    }

    private static void assertContains(String text, String... parts) {
        for (String part : parts) {
            assertTrue("no '" + part + "' in " + text, text.contains(part));
        }
    }

    @Test
    public void goodVersionTakesTheSessionsOver() throws Exception {
        String before = transport.getVersion().toString();

        String updated = update("", Map.of(Constants.BUNDLE_VERSION, "1.1.0"), Set.of());
        assertContains(
                updated,
                "Updated[transport=" + wire().type + ", bundle=" + wire().bundle() + ", from=" + before
                        + ", to=1.1.0, seconds=",
                "SwapInfo[endpoint=client.4100, ",
                "SwapInfo[endpoint=osd.0, ",
                carried(),
                "result=carried");
        assertEquals("1.1.0", transport.getVersion().toString());
        assertNothingLost();
    }

    @Test
    public void versionThatDoesNotStartIsRolledBack() throws Exception {
        String before = transport.getVersion().toString();

        String failure =
                failure("", Map.of(Constants.BUNDLE_VERSION, "1.2.0", Constants.BUNDLE_ACTIVATOR, ACTIVATOR), Set.of());
        assertContains(
                failure,
                "the transport " + wire().type + " was not updated to 1.2.0: its bundle does not run: ",
                ACTIVATOR,
                "the old version " + before + " runs again; 2 of 2 lossless sessions are carried by it again");
        assertEquals(before, transport.getVersion().toString());
        assertEquals(Bundle.ACTIVE, transport.getState());
        assertNothingLost();
    }

    @Test
    public void versionThatLacksAClassIsRolledBack() throws Exception {
        String before = transport.getVersion().toString();

        String failure =
                failure("--timeout 2", Map.of(Constants.BUNDLE_VERSION, "1.3.0"), Set.of(MESSENGERS.get(wire())));
        assertContains(
                failure,
                "the transport " + wire().type + " was not updated to 1.3.0: there is no Messenger of type "
                        + wire().type + " for client.4100, osd.0 within 2000 ms",
                "the old version " + before + " runs again; ");
        assertEquals(before, transport.getVersion().toString());
        assertNothingLost();
    }

    @Test
    public void bundleOfAnotherNameIsRefused() throws Exception {
        long before = transport.getLastModified();

        String failure = failure("", Map.of(Constants.BUNDLE_SYMBOLICNAME, "messenger.other"), Set.of());
        assertContains(
                failure,
                "is bundle messenger.other, but the transport " + wire().type + " is bundle " + wire().bundle()
                        + "; give a jar");
        assertEquals("nothing happened", before, transport.getLastModified());
        assertEquals(0, connection.state().reconnects);
        assertNothingLost();
    }

    @Test
    public void sessionsThatWentToAnotherTransportComeBack() throws Exception {
        Wire second = wire() == Wire.TCP ? Wire.SHM : Wire.TCP;
        Parties other = new Parties(context, admin, second);
        // below the one that is updated, to which sessions go back by themselves otherwise
        Configuration listening = other.transport("osd.0", Map.of("bind", second.listen(), "service.ranking", -1000));
        Configuration dialling = other.transport("client.4100", Map.of("service.ranking", -1000));
        try {
            other.messenger("osd.0", second.type);
            other.messenger("client.4100", second.type);
            // the peer has announced the other address once a session can move there
            Gogo.execute(context, "msgr:swap client.4100 " + second.type);
            Gogo.execute(context, "msgr:swap client.4100 " + wire().type);
            Gogo.execute(context, "msgr:swap client.4100 auto");
            String updated = update("", Map.of(Constants.BUNDLE_VERSION, "1.4.0"), Set.of());
            assertContains(updated, "to=1.4.0", carried());
            traffic.awaitArrived(SOME);
            assertEquals(parties.describe(), wire().type, connection.state().link.transport);
            Await.until(
                    () -> connection.state().wantedTransport == null, () -> "the former wish; " + parties.describe());
            assertNothingLost();
        } finally {
            traffic.close();
            other.delete(listening);
            other.delete(dialling);
        }
    }
}
