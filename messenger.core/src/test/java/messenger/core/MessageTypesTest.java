package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import messenger.api.MessageHeader;
import messenger.api.MessageType;
import messenger.api.Sections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which type encodes and decodes, and what becomes of messages that cannot be decoded. */
class MessageTypesTest {
    /** Decodes to what a function makes of the version. */
    private record Text(int number, int version, Function<Integer, String> decoding) implements MessageType<String> {
        @Override
        public Class<String> bodyClass() {
            return String.class;
        }

        @Override
        public int compatVersion() {
            return 1;
        }

        @Override
        public Sections encode(String body, long features) {
            return Sections.ofFront(Handshakes.bytes(body));
        }

        @Override
        public String decode(Sections sections, int writtenBy) {
            return decoding.apply(writtenBy);
        }
    }

    private final MessageTypes types = new MessageTypes();

    private static Text saying(String body) {
        return new Text(7, 3, version -> body);
    }

    private MessageTypes.Decoded decode(int version, int compatVersion) {
        return types.decode(
                new MessageHeader(7, 127, 0, version, compatVersion, 0, Handshakes.PEER_NAME, 1, 0), Sections.empty());
    }

    private void expectOpaque(MessageTypes.Decoded decoded, String reason) {
        assertNull(decoded.body());
        assertTrue(decoded.reason().contains(reason), decoded.reason());
    }

    @Test
    void higherRankedServes() {
        Text low = saying("low");
        types.add(low, 1);
        Registration higher = types.add(saying("high"), 2);
        assertEquals("high", decode(3, 1).body());
        higher.close();
        assertEquals("low", decode(3, 1).body());
        assertSame(low, types.forBody("text"));
        higher.close();
        assertEquals("low", decode(3, 1).body());
    }

    @Test
    void firstComeServesAmongEqualRanks() {
        types.add(saying("first"), 0);
        types.add(saying("second"), 0);
        assertEquals("first", decode(3, 1).body());
    }

    @Test
    void nobodyServes() {
        expectOpaque(decode(3, 1), "type 7");
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> types.forBody("text"));
        assertTrue(failure.getMessage().contains("java.lang.String"), failure.getMessage());
        types.add(saying("x"), 0).close();
        expectOpaque(decode(3, 1), "type 7");
    }

    @Test
    void onlyExactlyThatClassIsEncoded() {
        types.add(saying("x"), 0);
        assertThrows(IllegalArgumentException.class, () -> types.forBody(new StringBuilder()));
    }

    @Test
    void newerWriterIsReadAsLongAsItIsCompatible() {
        types.add(new Text(7, 3, version -> "written by " + version), 0);
        assertEquals("written by 9", decode(9, 3).body());
        assertEquals("written by 1", decode(1, 1).body());
        expectOpaque(decode(9, 4), "version 4");
    }

    @Test
    void writerThatNamesNoCompatVersionNeedsAReaderOfItsOwn() {
        types.add(saying("x"), 0);
        assertEquals("x", decode(3, 0).body());
        expectOpaque(decode(4, 0), "version 4");
    }

    @Test
    void decoderThatFails() {
        types.add(
                new Text(7, 3, version -> {
                    throw new IllegalStateException("garbled");
                }),
                0);
        expectOpaque(decode(3, 1), "garbled");
    }

    @Test
    void decoderWhoseBundleIsGone() {
        types.add(
                new Text(7, 3, version -> {
                    throw new NoClassDefFoundError("a/class/of/the/bundle");
                }),
                0);
        expectOpaque(decode(3, 1), "a/class/of/the/bundle");
    }

    @Test
    void decoderThatReturnsNothing() {
        types.add(new Text(7, 3, version -> null), 0);
        expectOpaque(decode(3, 1), "null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void numberMustFitTheWire(int number) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> types.add(new Text(number, 1, v -> "x"), 0));
        assertTrue(failure.getMessage().contains("allowed: 1..65535"), failure.getMessage());
    }

    @Test
    void typeThatCannotTellItsVersionMakesMessagesOpaque() {
        types.add(
                new MessageType<String>() {
                    @Override
                    public int number() {
                        return 7;
                    }

                    @Override
                    public Class<String> bodyClass() {
                        return String.class;
                    }

                    @Override
                    public int version() {
                        throw new NoClassDefFoundError("com/example/Gone");
                    }

                    @Override
                    public int compatVersion() {
                        return 1;
                    }

                    @Override
                    public Sections encode(String body, long features) {
                        return Sections.empty();
                    }

                    @Override
                    public String decode(Sections sections, int version) {
                        return "decoded";
                    }
                },
                0);
        expectOpaque(decode(1, 1), "com/example/Gone");
    }
}
