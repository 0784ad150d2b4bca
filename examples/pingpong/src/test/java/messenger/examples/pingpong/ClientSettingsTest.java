package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    @Test
    void refusalsNameTheOptionTheValueAndWhatIsAllowed() {
        assertRefused("--count 'many'; allowed: 0 to 1000000000000", "many", "64", "1");
        assertRefused("--size '67108865'; allowed: 0 to 67108864", "1", "67108865", "1");
        assertRefused("--depth '0'; allowed: 1 to 1000000", "1", "64", "0");
    }

    private static void assertRefused(String message, String count, String size, String depth) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ClientSettings.parse(count, size, depth, "0", "0", "1", "1", false));
        assertEquals(message, e.getMessage());
    }
}
