package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

class UpdateCommandTest {
    @TempDir
    Path folder;

    private Gogo gogo;
    private FakeBundle simple;
    private final FakeMessenger any = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger typed = new FakeMessenger("osd.0", "simple", 2);
    private final FakeMessenger.FakeSession session = any.session("client.1", "tcp://127.0.0.1:5001/1");

    @BeforeEach
    void install() throws Exception {
        simple = new FakeBundle(folder);
        gogo = new Gogo(Duration.ZERO, simple.context);
        any.appearIn(gogo.messengers);
        typed.appearIn(gogo.messengers);
        runs(Duration.ofMillis(12));
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    /** Each version runs, and sessions come back. */
    private void runs(Duration pause) {
        simple.whenStarted = version -> {
            restart();
            session.carriedBy("simple", pause);
            return null;
        };
    }

    private void restart() {
        typed.disappearFrom(gogo.messengers);
        typed.appearIn(gogo.messengers);
    }

    private String jar(String name, String version, String type) throws Exception {
        return Files.write(folder.resolve("new.jar"), FakeBundle.jar(name, version, type))
                .toString();
    }

    private String newer() throws Exception {
        return jar(FakeBundle.NAME, "1.1.0", "simple");
    }

    private String failure(String line) {
        return assertThrows(IllegalStateException.class, () -> gogo.run(line)).getMessage();
    }

    @Test
    void sessionsGoOnByTheNewVersion() throws Exception {
        Updated updated = (Updated) gogo.run("msgr:update simple " + newer());

        assertEquals("1.0.0", updated.from());
        assertEquals("1.1.0", updated.to());
        assertEquals(
                List.of(new SwapInfo(
                        "osd.0", "client.1", "tcp://127.0.0.1:5001/1", "simple", "simple", 12.0, "carried")),
                updated.sessions());
        assertEquals(List.of(), session.asked, "it came by itself");
        assertEquals(List.of(), simple.stored());
        assertEquals("1.1.0", simple.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeBundle.NAME, FakeBundle.ID})
    void bundleOfTheTransportMayBeNamed(String bundle) throws Exception {
        Updated updated = (Updated) gogo.run("msgr:update " + bundle + " " + newer());
        assertEquals("simple", updated.transport());
        assertEquals("1.1.0", simple.version());
    }

    @Test
    void resultIsPrintedInDetail() throws Exception {
        List<String> lines =
                gogo.print("msgr:update simple file:" + newer()).lines().toList();

        assertEquals("transport  simple", lines.getFirst());
        assertTrue(lines.contains("to         1.1.0"), lines::toString);
        assertEquals(
                "  osd.0     client.1  tcp://127.0.0.1:5001/1  simple  simple      12.0  carried", lines.getLast());
    }

    @Test
    void sessionThatWentToAnotherTransportIsAskedBackAndKeepsItsWish() throws Exception {
        session.wanted = "xio";
        simple.whenStarted = version -> {
            restart();
            session.carriedBy("xio", Duration.ofMillis(30));
            return null;
        };
        session.whenAsked = type -> session.carriedBy(type, Duration.ofMillis(2));

        Updated updated = (Updated) gogo.run("msgr:update simple " + newer());
        assertEquals(List.of("simple", "xio"), session.asked);
        assertEquals(30.0, updated.sessions().getFirst().pauseMillis(), "the longer one of two");
    }

    @Test
    void versionThatDoesNotStartIsRolledBack() throws Exception {
        byte[] old = FakeBundle.jar(FakeBundle.NAME, "1.0.0", "simple");
        simple.whenStarted = version -> {
            restart();
            if (version.equals("1.1.0")) {
                session.connected = false;
                return new BundleException("activator failed", new ClassNotFoundException("messenger.simple.Gone"));
            }
            session.carriedBy("simple", Duration.ofMillis(5));
            return null;
        };

        assertEquals(
                "the transport simple was not updated to 1.1.0: its bundle does not run: activator failed"
                        + " (java.lang.ClassNotFoundException: messenger.simple.Gone); the old version 1.0.0 runs again;"
                        + " 1 of 1 lossless sessions are carried by it again",
                failure("msgr:update simple " + newer()));
        assertEquals("1.0.0", simple.version());
        assertEquals(Bundle.ACTIVE, simple.state);
        assertEquals(FakeBundle.entries(old), FakeBundle.entries(simple.contents.getLast()));
        assertEquals(List.of(), simple.stored());
    }

    @Test
    void versionWithoutMessengersIsRolledBack() throws Exception {
        simple.whenStarted = version -> {
            typed.disappearFrom(gogo.messengers);
            if (version.equals("1.0.0")) {
                typed.appearIn(gogo.messengers);
                session.carriedBy("simple", Duration.ofMillis(5));
            }
            return null;
        };

        assertEquals(
                "the transport simple was not updated to 1.1.0: there is no Messenger of type simple for osd.0 within 50"
                        + " ms; the log and scr:list say why; the old version 1.0.0 runs again; 1 of 1 lossless sessions"
                        + " are carried by it again",
                failure("msgr:update -t 0.05 simple " + newer()));
        assertEquals("1.0.0", simple.version());
    }

    @Test
    void versionThatCarriesNoSessionIsRolledBack() throws Exception {
        FakeMessenger.FakeSession second = any.session("client.2", "tcp://127.0.0.1:5002/1");
        simple.whenStarted = version -> {
            restart();
            session.connected = false;
            second.carriedBy("xio", Duration.ofMillis(5));
            second.swapFault = "PROTOCOL: peer speaks nonsense";
            if (version.equals("1.0.0")) {
                session.carriedBy("simple", Duration.ofMillis(5));
            }
            return null;
        };

        assertEquals(
                "the transport simple was not updated to 1.1.0: none of 2 sessions was carried by it within 50 ms:"
                        + " client.1 tcp://127.0.0.1:5001/1 has no link, it is CONNECTING, connection refused; client.2"
                        + " tcp://127.0.0.1:5002/1 is carried by xio, PROTOCOL: peer speaks nonsense; the old version"
                        + " 1.0.0 runs again; 1 of 2 lossless sessions are carried by it again: client.2"
                        + " tcp://127.0.0.1:5002/1 is carried by xio, PROTOCOL: peer speaks nonsense",
                failure("msgr:update -t 0.05 simple " + newer()));
        assertEquals(List.of("simple", "simple", "auto"), second.asked, "once for each link, then as before");
    }

    @Test
    void oneSessionThatIsBackIsEnough() throws Exception {
        any.session("client.2", "tcp://127.0.0.1:5002/1");
        FakeMessenger.FakeSession lossy = any.session("client.3", "tcp://127.0.0.1:5003/1");
        lossy.lossy = true;
        any.session("client.4", "tcp://127.0.0.1:5004/1").transport = "xio";

        Updated updated = (Updated) gogo.run("msgr:update -t 0.05 simple " + newer());
        assertEquals(
                List.of("client.1", "client.2", "client.3"),
                updated.sessions().stream().map(SwapInfo::peer).toList());
        assertEquals(
                "lossy: it ended with its link", updated.sessions().getLast().result());
        assertEquals("1.1.0", simple.version());
    }

    @Test
    void interruptionBringsTheOldVersionBack() throws Exception {
        simple.whenStarted = version -> {
            restart();
            if (version.equals("1.1.0")) {
                Thread.currentThread().interrupt();
            } else {
                session.carriedBy("simple", Duration.ofMillis(5));
            }
            return null;
        };

        assertEquals(
                "the transport simple was not updated to 1.1.0: interrupted before it was seen to do; the old version"
                        + " 1.0.0 runs again; 1 of 1 lossless sessions are carried by it again",
                failure("msgr:update simple " + newer()));
        assertEquals(List.of(), simple.stored());
    }

    @Test
    void oldVersionThatDoesNotRunAnyMoreIsKept() throws Exception {
        simple.whenStarted = version -> new BundleException("no " + version);

        String message = failure("msgr:update -t 0.05 simple " + newer());
        assertTrue(
                message.contains(
                        "its bundle does not run: no 1.1.0; nor does the old version 1.0.0 run again: no 1.0.0;"
                                + " its jar is kept: find out why, then update messenger.simple file:"),
                message);
        assertEquals(List.of("update/simple-old.jar"), simple.stored());
    }

    @Test
    void wrongJarsAreRefusedBeforeAnythingHappens() throws Exception {
        String url = folder.resolve("new.jar").toString();
        assertRefused("'" + url + "' cannot be read: java.nio.file.NoSuchFileException: " + url, url);
        jar("messenger.other", "1.1.0", "simple");
        assertRefused(
                "'" + url
                        + "' is bundle messenger.other, but the transport simple is bundle messenger.simple; give a jar"
                        + " of messenger.simple",
                url);
        jar(FakeBundle.NAME, "1.1.0", "xio");
        assertRefused(
                "'" + url + "' provides the transports [xio]; allowed: a jar with the capability"
                        + " messenger.transport;type=simple",
                url);
        Files.writeString(folder.resolve("new.jar"), "no jar");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> gogo.run("msgr:update simple " + url))
                .getMessage()
                .startsWith("'" + url + "' is no jar that can be read: "));
        assertRefused("'http://h/new.jar'; allowed: a path, or a URL with file:", "http://h/new.jar");

        assertEquals(List.of(), simple.contents);
        assertEquals(List.of(), simple.stored());
    }

    private void assertRefused(String message, String url) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run("msgr:update simple " + url))
                        .getMessage());
    }

    @Test
    void transportMustBeThereAndRun() throws Exception {
        String jar = newer();
        assertEquals(
                "no transport 'xio'; installed: simple; other bundles are updated by the framework: felix:update",
                assertThrows(IllegalArgumentException.class, () -> gogo.run("msgr:update xio " + jar))
                        .getMessage());
        simple.state = Bundle.RESOLVED;
        assertEquals(
                "bundle messenger.simple 1.0.0 is stopped, so that nothing would tell whether a new version does; start it"
                        + " first, or use the framework's update",
                failure("msgr:update simple " + jar));
    }
}
