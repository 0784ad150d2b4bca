package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import messenger.xio.verbs.ProviderKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that may not use the devices that are there. */
@Tag("rdma")
@Timeout(120)
class RdmaPermissionTest {
    /** Prints why RDMA is not available. */
    static final class Look {
        private Look() {}

        public static void main(String[] arguments) {
            System.out.println(RdmaAvailability.check(ProviderKind.OWN).reason());
        }
    }

    /** What a process without any privileges says, which the shell starts after some commands. */
    private static String look(String before, String after) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        Process process = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        before + "; setpriv --bounding-set=-all --inh-caps=-all \"$@\"; code=$?; " + after
                                + "; exit $code",
                        "bash",
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Look.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    private static void assertContains(String expected, String said) {
        assertTrue(said.contains(expected), said);
    }

    @Test
    void tooLittleLockedMemoryIsNamedWithTheLimit() throws Exception {
        String said = look("ulimit -l 64", "true");
        assertContains("65536 bytes (RLIMIT_MEMLOCK)", said);
        assertContains("LimitMEMLOCK=infinity", said);
    }

    @Test
    void deviceWithoutPermissionIsNamed() throws Exception {
        String said = look("chmod 000 /dev/infiniband/uverbs*", "chmod 666 /dev/infiniband/uverbs*");
        assertContains("/dev/infiniband/uverbs", said);
        assertContains("permission", said);
    }

    @Test
    void connectionManagerWithoutPermissionIsNamed() throws Exception {
        String said = look("chmod 000 /dev/infiniband/rdma_cm", "chmod 666 /dev/infiniband/rdma_cm");
        assertContains("no permission to read and write /dev/infiniband/rdma_cm", said);
    }

    @Test
    void portThatIsDownIsNamed() throws Exception {
        String said = look(
                "ip link set dummy0 down; ip link set dummy1 down",
                "ip link set dummy0 up; ip link set dummy1 up; ip addr add 10.77.0.1/24 dev dummy0 2> /dev/null;"
                        + " ip addr add 10.77.1.1/24 dev dummy1 2> /dev/null; true");
        assertContains("No port", said);
        assertContains("DOWN", said);
    }
}
