package messenger.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of parties, as text and back. */
class EntityNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"osd.0", "client.4100", "mon.1", "mgr.999999999999999999", "client.?"})
    void printsWhatItParses(String text) {
        assertEquals(text, EntityName.parse(text).toString());
    }

    @Test
    void questionMarkIsNoId() {
        assertEquals(new EntityName(EntityType.CLIENT, EntityName.NO_ID), EntityName.parse("client.?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "osd",
                "osd.",
                ".1",
                "osd.-1",
                "osd.x",
                "osd.1.2",
                "disk.1",
                "OSD.1",
                "unknown.1",
                "osd.1000000000000000000"
            })
    void refusalNamesTheTextOrItsType(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> EntityName.parse(text))
                .getMessage();
        assertTrue(message.contains("allowed: "), message);
    }

    @Test
    void idIsNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new EntityName(EntityType.OSD, -2));
    }

    @ParameterizedTest
    @EnumSource(EntityType.class)
    void typesHaveTheirCodes(EntityType type) {
        assertEquals(type, EntityType.ofCode(type.code()));
    }

    @Test
    void otherCodesAreUnknown() {
        for (int code : new int[] {-1, 3, 64, 255}) {
            assertEquals(EntityType.UNKNOWN, EntityType.ofCode(code));
        }
    }
}
