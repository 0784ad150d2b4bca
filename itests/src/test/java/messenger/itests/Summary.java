package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a client says at its end. */
final class Summary {
    private Summary() {}

    static void assertFlawless(String text) {
        for (String line : new String[] {"lost 0", "duplicated 0", "out of order 0", "corrupted 0", "result OK"}) {
            assertTrue(
                    text.lines().anyMatch(l -> l.strip().replaceAll(" +", " ").equals(line)),
                    () -> "no line '" + line + "' in:\n" + text);
        }
    }
}
