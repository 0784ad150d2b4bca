package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private final Gogo gogo = new Gogo(Duration.ofMillis(20));
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger client = new FakeMessenger("client.1", "any", 2);

    @BeforeEach
    void appear() {
        osd.appearIn(gogo.messengers);
        client.appearIn(gogo.messengers);
        osd.session("client.1", "tcp://127.0.0.1:0/5");
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    /** What is offered for the last word of a line. */
    private List<String> offered(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        return gogo.completion.complete(gogo.syntax(words.getFirst()), words.subList(1, words.size())).stream()
                .map(Choice::value)
                .toList();
    }

    @Test
    void namesOfEndpoints() {
        assertEquals(List.of("client.1", "osd.0"), offered("ping "));
        assertEquals(List.of("client.1", "osd.0"), offered("ping -n 3 "));
        assertEquals(List.of("client.1", "osd.0"), offered("drain os"));
    }

    @Test
    void argumentsByTheirPlace() {
        assertEquals(List.of("mon", "mds", "osd", "client", "mgr", "auth"), offered("ping client.1 "));
        assertEquals(List.of("tcp://127.0.0.1:6800"), offered("ping client.1 osd "), "where endpoints listen");
        assertEquals(List.of(), offered("ping client.1 osd tcp://127.0.0.1:6800 "));
    }

    @Test
    void peersOfTheEndpointThatTheLineNames() {
        assertEquals(List.of("tcp://127.0.0.1:0/5", "client.1"), offered("session osd.0 "));
        assertEquals(List.of(), offered("session client.1 "));
        assertEquals(List.of("tcp://127.0.0.1:0/5", "client.1"), offered("sessions --peer "), "of all");
    }

    @Test
    void valuesOfOptions() {
        assertEquals(List.of("simple"), offered("create --transport "));
        assertEquals(List.of("simple", "auto"), offered("swap osd.0 "));
        assertEquals(List.of("tcp://127.0.0.1:0/5", "client.1"), offered("swap --peer "));
        assertEquals(List.of("tcp://"), offered("create -b "));
        assertTrue(offered("create --policy ").contains("default=lossless_peer"));
        assertEquals(SessionFilter.STATES, offered("sessions -s "));
        assertEquals(List.of(), offered("ping -n "), "a number");
    }

    @Test
    void options() {
        assertEquals(List.of("--count", "--interval", "--timeout"), offered("ping -"));
    }

    @Test
    void keysOfTheConfiguration() throws Exception {
        new FakeMessenger("osd.0", "simple", 3).appearIn(gogo.messengers);
        gogo.run("msgr:create osd.0 --nonce 4");

        assertTrue(offered("config osd.0 ").contains("idle.timeout="));
        assertTrue(offered("config osd.0 crc.data=true ").contains("idle.timeout="), "repeated");
        assertEquals(List.of("socket.failures=", "seed="), offered("inject osd.0 "));
        assertTrue(offered("config osd.0 --unset ").contains("nonce"));
    }

    @Test
    void everyEndpointArgumentOfEveryCommandIsCompleted() {
        for (Command command : gogo.commands) {
            for (Operand operand : command.syntax().arguments()) {
                if (operand.placeholder().equals("NAME")
                        && !command.syntax().name().equals("create")) {
                    assertEquals(Kind.ENDPOINT, operand.kind(), command.syntax()::usage);
                }
            }
        }
    }
}
