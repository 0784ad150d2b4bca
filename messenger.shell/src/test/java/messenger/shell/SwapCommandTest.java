package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapCommandTest {
    private final Gogo gogo = new Gogo(Duration.ZERO);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger.FakeSession first = osd.session("client.1", "tcp://127.0.0.1:5001/1");
    private final FakeMessenger.FakeSession second = osd.session("client.2", "tcp://127.0.0.1:5002/1");

    @BeforeEach
    void appear() {
        osd.transports = List.of("simple", "xio");
        osd.appearIn(gogo.messengers);
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    private static void moves(FakeMessenger.FakeSession session) {
        session.whenAsked = type -> session.carriedBy(type, Duration.ofMillis(7));
    }

    @Test
    void sessionsMoveAndShowTheirPauses() throws Exception {
        moves(first);
        moves(second);

        assertEquals("""
                ENDPOINT  PEER      ADDRESS                 FROM    TO   PAUSE_MS  RESULT
                osd.0     client.1  tcp://127.0.0.1:5001/1  simple  xio       7.0  carried
                osd.0     client.2  tcp://127.0.0.1:5002/1  simple  xio       7.0  carried\
                """, gogo.print("msgr:swap osd.0 xio"));
    }

    @Test
    void onlyChosenPeersMove() throws Exception {
        moves(first);
        moves(second);

        assertEquals(1, swapped("msgr:swap -p client.2 osd.0 xio").size());
        assertEquals(List.of(), first.asked);
        assertEquals(List.of("xio"), second.asked);
        assertEquals(
                2,
                swapped("msgr:swap osd.0 simple --peer client.1 --peer tcp://127.0.0.1:5002")
                        .size());
        assertEquals(
                1,
                swapped("msgr:swap osd.0 xio -p client.1 -p tcp://127.0.0.1:5001/1")
                        .size(),
                "named twice");
    }

    @SuppressWarnings("unchecked")
    private List<SwapInfo> swapped(String line) throws Exception {
        return (List<SwapInfo>) gogo.run(line);
    }

    @Test
    void sessionThatIsCarriedAlreadyHasNoPause() throws Exception {
        SwapInfo info = swapped("msgr:swap -p client.1 osd.0 simple").getFirst();

        assertTrue(info.isCarried());
        assertEquals(null, info.pauseMillis());
    }

    @Test
    void lossySessionsAreLeftAndNamed() throws Exception {
        moves(first);
        second.lossy = true;

        List<SwapInfo> infos = swapped("msgr:swap osd.0 xio");
        assertEquals(List.of(), second.asked);
        SwapInfo lossy = infos.getFirst();
        assertEquals("client.2", lossy.peer());
        assertEquals("lossy: it ends with its link, connect by the other transport", lossy.result());
        assertFalse(lossy.isCarried());
        assertTrue(infos.getLast().isCarried());
    }

    @Test
    void reasonIsToldForEachSessionThatStays() throws Exception {
        moves(first);
        second.whenAsked = type -> second.swapFault = "REFUSED: nobody listens at xio://127.0.0.1:6901";

        List<SwapInfo> infos = swapped("msgr:swap -t 0.05 osd.0 xio");
        assertEquals("carried", infos.getFirst().result());
        assertEquals(
                "REFUSED: nobody listens at xio://127.0.0.1:6901; it is tried again, msgr:swap with auto ends that",
                infos.getLast().result());
        assertEquals("simple", infos.getLast().to());
    }

    @Test
    void failsIfNoSessionMoves() {
        first.swapFault = "REFUSED: nobody listens";
        first.whenAsked = type -> second.swappingTo = "xio";

        assertEquals(
                "no session of osd.0 is carried by xio after 50 ms: client.1 tcp://127.0.0.1:5001/1: REFUSED: nobody"
                        + " listens; it is tried again, msgr:swap with auto ends that; client.2"
                        + " tcp://127.0.0.1:5002/1: under way to xio, not done within 50 ms",
                failure("msgr:swap -t 0.05 osd.0 xio"));
        osd.sessions.remove(first);
        second.swappingTo = null;
        assertTrue(
                failure("msgr:swap -t 0 osd.0 xio")
                        .contains("nothing was tried: the peer announces no address for xio"),
                () -> failure("msgr:swap -t 0 osd.0 xio"));
        second.connected = false;
        assertTrue(failure("msgr:swap -t 0 osd.0 xio").endsWith("no link: it is CONNECTING, connection refused"));
        second.closed = true;
        assertTrue(failure("msgr:swap -t 0 osd.0 xio").endsWith("the session has ended"));
    }

    private String failure(String line) {
        return assertThrows(IllegalStateException.class, () -> gogo.run(line)).getMessage();
    }

    @Test
    void autoTakesTheWishBackAndWaitsUntilNothingHappens() throws Exception {
        moves(first);
        swapped("msgr:swap -p client.1 osd.0 xio");
        first.whenAsked = type -> first.carriedBy("simple", Duration.ofMillis(3));

        SwapInfo info = swapped("msgr:swap -t 0.05 -p client.1 osd.0 auto").getFirst();
        assertEquals(List.of("xio", "auto"), first.asked);
        assertEquals("simple", info.to());
        assertEquals(3.0, info.pauseMillis());
        assertTrue(info.isCarried());
    }

    @Test
    void refusalsNameWhatThereIsAndTheRemedy() {
        assertRefused("no endpoint osd.5; there are osd.0", "msgr:swap osd.5 xio");
        assertRefused("no transport 'rdma'; installed: simple", "msgr:swap osd.0 rdma");
        osd.transports = List.of("xio");
        assertRefused(
                "osd.0 has no transport simple attached, only [xio]; configure one (factory PID messenger.simple,"
                        + " endpoint = osd.0), and see that its bundle messenger.simple 1.0.0, which is active, is"
                        + " started",
                "msgr:swap osd.0 simple");
        assertRefused(
                "osd.0 has no session with client.3; it has tcp://127.0.0.1:5001/1 (client.1),"
                        + " tcp://127.0.0.1:5002/1 (client.2)",
                "msgr:swap -p client.3 osd.0 xio");
        assertEquals(List.of(), first.asked);
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }

    @Test
    void endpointWithoutSessionsHasNothingToMove() throws Exception {
        osd.sessions.clear();

        assertEquals(List.of(), swapped("msgr:swap osd.0 xio"));
    }
}
