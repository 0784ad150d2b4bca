package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two frameworks in one JVM do not meet but over the network. */
class TwoFrameworksIT {
    static final Pattern ADDRESS = Pattern.compile("(tcp|xio)://[^/]+:\\d+");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "xio"})
    void clientAndServerTalk(String scheme) throws Exception {
        try (PlainFelix server = new PlainFelix(Delivered.jar(), directory.resolve("server"));
                PlainFelix client = new PlainFelix(Delivered.jar(), directory.resolve("client"))) {
            Matcher address = ADDRESS.matcher(server.execute("example:server " + scheme + "://127.0.0.1:0")
                    .toString());
            assertTrue(address.find());

            Object summary = client.execute("example:client --count 5000 " + address.group());

            Summary.assertFlawless(summary.toString());
        }
    }
}
