package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import messenger.core.AcceptRules.Decision;
import messenger.core.AcceptRules.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of accept decisions, row by row. */
class AcceptRulesTest {
    private static final boolean PEER_IS_LOWER = true;
    private static final boolean PEER_IS_HIGHER = false;

    private static Existing lossless(SessionState state, long connectSeq) {
        return new Existing(state, connectSeq, 5, false, false, false, false);
    }

    private static Existing resetChecking(SessionState state, long connectSeq) {
        return new Existing(state, connectSeq, 5, false, false, true, false);
    }

    private static Decision decide(Existing existing, long globalSeq, long connectSeq, boolean peerIsLower) {
        return AcceptRules.decide(existing, Handshakes.connect(globalSeq, connectSeq), peerIsLower);
    }

    @ParameterizedTest(name = "no session, connect_seq {0}, resetcheck {1}: {2}")
    @CsvSource({"0, false, NEW", "0, true, NEW", "3, false, NEW", "3, true, RESETSESSION"})
    void withoutSession(long connectSeq, boolean resetCheck, Decision expected) {
        assertEquals(expected, AcceptRules.decide(Handshakes.connect(1, connectSeq), resetCheck));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"CLOSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void olderGlobalSeqIsToRetryWhateverElseHolds(SessionState state) {
        assertEquals(Decision.RETRY_GLOBAL, decide(lossless(state, 1), 4, 0, PEER_IS_LOWER));
        assertEquals(Decision.RETRY_GLOBAL, decide(lossless(state, 1), 4, 9, PEER_IS_HIGHER));
        Existing lossy = new Existing(state, 1, 5, true, true, false, true);
        assertEquals(Decision.RETRY_GLOBAL, decide(lossy, 4, 0, PEER_IS_LOWER));
    }

    @Test
    void sameGlobalSeqIsNotOlder() {
        assertEquals(Decision.REPLACE, decide(lossless(SessionState.OPEN, 1), 5, 2, PEER_IS_HIGHER));
    }

    @ParameterizedTest(name = "lossy session, connect_seq {0}")
    @CsvSource({"0", "1", "2"})
    void lossySessionIsDiscarded(long connectSeq) {
        Existing lossy = new Existing(SessionState.OPEN, 1, 5, true, false, true, false);
        assertEquals(Decision.DISCARD, decide(lossy, 6, connectSeq, PEER_IS_HIGHER));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"CLOSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void connectSeqZeroMeansThatThePeerStartedAnew(SessionState state) {
        assertEquals(Decision.REPLACE_RESTARTED, decide(lossless(state, 3), 6, 0, PEER_IS_HIGHER));
        assertEquals(Decision.REPLACE_RESTARTED, decide(resetChecking(state, 3), 6, 0, PEER_IS_HIGHER));
    }

    @Test
    void connectSeqZeroBeforeAnythingArrivedIsALostFirstReply() {
        Existing untouched = new Existing(SessionState.ACCEPTING, 1, 5, false, true, true, true);
        assertEquals(Decision.REPLACE, decide(untouched, 6, 0, PEER_IS_HIGHER));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"CLOSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void lowerConnectSeqIsToRetry(SessionState state) {
        assertEquals(Decision.RETRY_SESSION, decide(lossless(state, 3), 6, 2, PEER_IS_LOWER));
        assertEquals(Decision.RETRY_SESSION, decide(resetChecking(state, 3), 6, 1, PEER_IS_HIGHER));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"OPEN", "STANDBY"})
    void equalConnectSeqIsToRetryOnceTheSessionWasOpen(SessionState state) {
        assertEquals(Decision.RETRY_SESSION, decide(lossless(state, 3), 6, 3, PEER_IS_LOWER));
        assertEquals(Decision.RETRY_SESSION, decide(lossless(state, 3), 6, 3, PEER_IS_HIGHER));
    }

    @Test
    void standbyThatNeverWasOpenTakesTheFirstConnect() {
        assertEquals(Decision.REPLACE, decide(lossless(SessionState.STANDBY, 0), 6, 0, PEER_IS_HIGHER));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"CONNECTING", "WAIT"})
    void raceGoesToTheLowerAddress(SessionState state) {
        assertEquals(Decision.REPLACE, decide(lossless(state, 0), 6, 0, PEER_IS_LOWER));
        assertEquals(Decision.WAIT, decide(lossless(state, 0), 6, 0, PEER_IS_HIGHER));
        assertEquals(Decision.REPLACE, decide(lossless(state, 2), 6, 2, PEER_IS_LOWER));
        assertEquals(Decision.WAIT, decide(lossless(state, 2), 6, 2, PEER_IS_HIGHER));
    }

    @Test
    void serverAlwaysGivesWayInARace() {
        Existing server = new Existing(SessionState.CONNECTING, 2, 5, false, true, false, false);
        assertEquals(Decision.REPLACE, decide(server, 6, 2, PEER_IS_HIGHER));
    }

    @Test
    void higherConnectSeqTakesTheSessionOver() {
        assertEquals(Decision.REPLACE, decide(lossless(SessionState.OPEN, 1), 6, 2, PEER_IS_HIGHER));
        assertEquals(Decision.REPLACE, decide(resetChecking(SessionState.STANDBY, 1), 6, 40, PEER_IS_HIGHER));
    }

    @Test
    void higherConnectSeqThanASessionThatNeverWasOpenIsASessionLost() {
        assertEquals(Decision.RESETSESSION, decide(resetChecking(SessionState.CONNECTING, 0), 6, 2, PEER_IS_LOWER));
        assertEquals(Decision.REPLACE, decide(lossless(SessionState.CONNECTING, 0), 6, 2, PEER_IS_HIGHER));
    }
}
