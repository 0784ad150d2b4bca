package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all commands have in common. */
class CommandTest {
    private final Gogo gogo = new Gogo(Duration.ZERO);

    @AfterEach
    void close() {
        gogo.close();
    }

    @Test
    void helpExplainsEachArgument() throws Exception {
        assertNull(gogo.run("msgr:drain --help"));
        assertEquals("""
                msgr:drain - wait until the peers have everything accepted so far; fails if that takes too long

                usage: msgr:drain [-t SECONDS] NAME

                  NAME                   of the endpoint, such as osd.0
                  -t, --timeout SECONDS  how long it may take; 30 if absent
                """, gogo.printed());
    }

    @Test
    void gogosOwnHelpFindsTheMethodOfEachCommand() {
        for (Command command : gogo.commands) {
            List<String> found = List.of(command.getClass().getMethods()).stream()
                    .filter(m -> m.getName().equalsIgnoreCase(command.syntax().name()))
                    .map(m -> m.getAnnotation(Descriptor.class).value())
                    .toList();
            assertEquals(List.of(command.syntax().description()), found);
        }
    }

    @Test
    void everyOperandHasAPlaceholderAndAMeaning() {
        for (Command command : gogo.commands) {
            for (Operand operand : command.syntax().arguments()) {
                assertTrue(operand.placeholder().matches("[A-Z_=]+"), command.syntax()::usage);
            }
            for (Operand option : command.syntax().options()) {
                assertEquals(option.isFlag(), option.placeholder().isEmpty(), command.syntax()::usage);
            }
        }
    }

    @Test
    void overviewNamesEveryCommand() throws Exception {
        assertEquals(
                gogo.commands.size() + 1, gogo.print("msgr:commands").lines().count());
    }

    @Test
    void documentationDescribesEveryCommandAsItIs() throws Exception {
        String text = Files.readString(Path.of("../docs/shell.md"));
        for (Command command : gogo.commands) {
            assertTrue(text.contains("\n" + command.syntax().usage() + "\n"), command.syntax()::usage);
        }
    }

    @Test
    void optionsMayStandAnywhereAndHaveTheirValueBehindAnEqualsSign() {
        assertRefused("no endpoint osd.1; there is none, msgr:create makes one", "msgr:drain osd.1 --timeout=5");
        assertRefused("no endpoint osd.1; there is none, msgr:create makes one", "msgr:drain -t 0.5 osd.1");
    }

    @Test
    void wrongArgumentsAreAnsweredWithWhatIsAllowed() {
        assertRefused("NAME is missing; usage: msgr:drain [-t SECONDS] NAME", "msgr:drain");
        assertRefused("'osd.1' is not expected; usage: msgr:drain [-t SECONDS] NAME", "msgr:drain osd.0 osd.1");
        assertRefused("'-t' needs a value; usage: msgr:drain [-t SECONDS] NAME", "msgr:drain osd.0 -t");
        assertRefused(
                "'--time' is no option of msgr:drain; usage: msgr:drain [-t SECONDS] NAME",
                "msgr:drain --time 4 osd.0");
        assertRefused("'--timeout' is given twice; usage: msgr:drain [-t SECONDS] NAME", "msgr:drain -t 1 -t 2 osd.0");
        assertRefused(
                "--timeout 'soon'; allowed: 0 to 86400 seconds, with up to 9 decimals", "msgr:drain -t soon osd.0");
        assertRefused(
                "argument 1 is null: a variable that is not set, or a command without a result; usage: msgr:drain [-t"
                        + " SECONDS] NAME",
                "msgr:drain $nothing");
    }

    @Test
    void listsCanBeReadByScripts() throws Exception {
        new FakeMessenger("osd.0", "any", 1).appearIn(gogo.messengers);

        assertEquals("tcp://127.0.0.1:6800/7", gogo.run("((msgr:list) get 0) address"));
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
