package messenger.xio;

import java.util.Arrays;
import java.util.stream.Stream;
import messenger.conformance.wire.Conversation;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the scripts of {@code conversations}, each in every way in which its datagrams can arrive. */
@Timeout(60)
class ConversationTest {
    static Stream<Arguments> scripts() throws Exception {
        Stream.Builder<Arguments> all = Stream.builder();
        for (String name : Conversation.names()) {
            boolean exact = ConversationRun.isExact(Conversation.read(name));
            Arrays.stream(ConversationRun.Mode.values())
                    .filter(mode -> !exact || mode == ConversationRun.Mode.ONE_BY_ONE)
                    .forEach(mode -> all.add(Arguments.of(name, mode)));
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scripts")
    void runs(String name, ConversationRun.Mode mode) throws Exception {
        try (ConversationRun run = new ConversationRun(Conversation.read(name), mode)) {
            run.run();
        }
    }
}
