package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import messenger.api.Policy;
import messenger.api.Priority;
import messenger.spi.IncomingMessage;
import messenger.spi.SectionLeases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How the messages of one link pass the throttles. */
class IntakeTest {
    private static final long ROOM_FOR_TWO = 2L * (4 + Intake.SLOT_BYTES);

    @AutoClose
    private final Conversation talk = Conversation.with(Policy.losslessClient());

    private final Throttle messages = new Throttle("messages", 0);
    private final Throttle bytes = new Throttle("bytes", 10);
    private final Throttle dispatch = new Throttle("dispatch", 0);
    private final Throttle process = new Throttle("process", 0);
    private final ThrottleChain chain = new ThrottleChain(messages, bytes, dispatch, process);
    private final List<String> passed = new ArrayList<>();
    private int wakes;
    private Intake intake = intake(ROOM_FOR_TWO);

    private Intake intake(long readAhead) {
        return new Intake(chain, readAhead, () -> wakes++, message -> passed.add(DispatchLog.text(message)));
    }

    private static IncomingMessage incoming(String text) {
        return Handshakes.message(1, 0, Priority.DEFAULT, text);
    }

    private boolean admit(String text, boolean bypass) {
        return intake.admit(incoming(text).header(), incoming(text).sections().length(), bypass);
    }

    private void read(String text) {
        IncomingMessage message = incoming(text);
        intake.read(new ReceivedMessage(
                message.header(),
                message.sections(),
                SectionLeases.NONE,
                talk.endpoint().loopback(),
                null,
                intake.chargedForReading()));
    }

    private void arrives(String text) {
        assertTrue(admit(text, false), "admission of " + text);
        read(text);
    }

    private void release(int length) {
        chain.dispatched(length);
        chain.completed(length);
    }

    @AfterEach
    void everythingIsGivenBack() {
        intake.close();
        passed.forEach(text -> release(text.length()));
        for (int stage = 0; stage < chain.stages(); stage++) {
            assertEquals(0, chain.stage(stage).used(), chain.stage(stage).state().name);
            assertEquals(
                    0, chain.stage(stage).state().waiting, chain.stage(stage).state().name);
        }
    }

    @Test
    void passesWhileThereIsRoom() {
        arrives("four");
        assertEquals(List.of("four"), passed);
        assertEquals(4, bytes.used());
        assertEquals(1, messages.used());
        assertEquals(0, intake.waiting());
    }

    @Test
    void readsAheadUpToTheBoundAndThenPauses() {
        arrives("four");
        arrives("fore");
        arrives("wait");
        arrives("also");
        assertEquals(List.of("four", "fore"), passed);
        assertEquals(2, intake.waiting());
        assertFalse(intake.isPaused());
        assertFalse(admit("stop", false));
        assertTrue(intake.isPaused());
        assertFalse(admit("stop", false), "asked again, it says the same");
        assertEquals(3, intake.waiting());
    }

    @Test
    void emptyMessagesAreBoundedToo() {
        messages.limit(1);
        arrives("");
        arrives("");
        arrives("");
        assertFalse(admit("", false));
    }

    @Test
    void goesOnInOrderWhenAThrottleGivesWay() {
        arrives("four");
        arrives("fore");
        arrives("wait");
        arrives("also");
        assertFalse(admit("last", false));
        release(4);
        passed.removeFirst();
        assertEquals(1, wakes);
        assertEquals(List.of("fore"), passed, "only the reading thread moves messages");
        intake.resume();
        assertEquals(List.of("fore", "wait"), passed);
        assertTrue(admit("last", false), "there is room to read ahead again");
        read("last");
        assertFalse(intake.isPaused());
        release(4);
        release(4);
        intake.resume();
        assertEquals(List.of("fore", "wait", "also", "last"), passed);
        passed.subList(0, 2).clear();
        assertEquals(0, intake.waiting());
    }

    @Test
    void pausedMessageIsTheNextToBeRead() {
        intake = intake(0);
        arrives("nine char");
        assertFalse(admit("next", false));
        release(9);
        passed.clear();
        intake.resume();
        assertEquals(List.of(), passed);
        assertTrue(admit("next", false));
        assertTrue(intake.inTurn());
        read("next");
        assertEquals(List.of("next"), passed);
    }

    @Test
    void replyPassesFullThrottlesButKeepsItsPlace() {
        arrives("ten bytes!");
        arrives("wait");
        assertTrue(admit("reply", true));
        assertNull(intake.chargedForReading());
        assertFalse(intake.inTurn());
        read("reply");
        assertEquals(List.of("ten bytes!"), passed);
        release(10);
        passed.clear();
        intake.resume();
        assertEquals(List.of("wait", "reply"), passed);
        assertEquals(4, bytes.used());
        release(4);
        passed.clear();
    }

    @Test
    void replyPassesAtOnceWhenNothingWaits() {
        arrives("ten bytes!");
        assertTrue(admit("reply", true));
        assertTrue(intake.inTurn());
        read("reply");
        assertEquals(List.of("ten bytes!", "reply"), passed);
        passed.remove("reply");
    }

    @Test
    void chargeIsKnownWhileReading() {
        assertTrue(admit("four", false));
        assertSame(chain, intake.chargedForReading());
        read("four");
    }

    @Test
    void closeGivesBackWhatIsBeingRead() {
        assertTrue(admit("half read", false));
        assertEquals(9, bytes.used());
        intake.close();
        assertEquals(0, bytes.used());
    }

    @Test
    void closeGivesBackWhatTheFirstInLineHasSoFar() {
        dispatch.limit(4);
        arrives("four");
        arrives("more");
        arrives("even");
        assertEquals(2, messages.used());
        assertEquals(8, bytes.used());
        assertEquals(1, dispatch.state().waiting);
        intake.close();
        assertEquals(1, messages.used());
        assertEquals(4, bytes.used());
        assertEquals(0, dispatch.state().waiting);
        assertEquals(0, intake.waiting());
    }

    @Test
    void largeMessagePassesAloneAndHoldsUpTheOthers() {
        arrives("far more than ten bytes");
        arrives("wait");
        assertEquals(List.of("far more than ten bytes"), passed);
        release(23);
        passed.clear();
        intake.resume();
        assertEquals(List.of("wait"), passed);
    }
}
