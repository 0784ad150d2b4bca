package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.stream.Stream;
import messenger.conformance.wire.Conversation;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends every conversation behind every line, in every way: nothing is left, and core is told once. */
@Timeout(120)
class ConversationCloseTest {
    /** Who ends it. */
    enum Ending {
        CORE,
        PEER,
        MESSENGER
    }

    static Stream<Arguments> scripts() throws Exception {
        return Conversation.names().stream()
                .flatMap(name -> Stream.of(Ending.values()).map(ending -> Arguments.of(name, ending)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scripts")
    void nothingIsLeftWhereverItEnds(String name, Ending ending) throws Exception {
        Conversation script = Conversation.read(name);
        List<Conversation.Line> lines = script.lines().stream()
                .filter(line -> !line.verb().equals("event"))
                .toList();
        for (int steps = 0; steps <= lines.size(); steps++) {
            var run = new ConversationRun(script, ConversationRun.Mode.ONE_BY_ONE);
            try (run) {
                run.run(lines.subList(0, steps));
                end(run, ending);
            }
            if (run.core() != null) {
                assertNotNull(run.core().fault, "core was told, behind line " + steps);
                assertEquals(
                        1,
                        run.core().all.stream()
                                .filter(event -> event.contains("closed"))
                                .count(),
                        run.core().all.toString());
            }
        }
    }

    private static void end(ConversationRun run, Ending ending) throws Exception {
        if (ending == Ending.MESSENGER || run.peer() == null) {
            run.messenger.close();
            return;
        }
        LinkFault fault = new LinkFault(LinkFault.Kind.IO, "end");
        if (ending == Ending.CORE) {
            if (run.link() == null) {
                return;
            }
            run.link().close(fault);
        } else {
            run.peer().pair.close(fault);
        }
        run.settle();
        assertEquals(1, run.memory.leased(), "only the portal's own memory is still leased");
    }
}
