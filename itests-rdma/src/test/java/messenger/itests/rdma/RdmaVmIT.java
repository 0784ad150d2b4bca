package messenger.itests.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All tests that need RDMA devices, each as a test of its own here. */
@Tag("rdma-vm")
class RdmaVmIT {
    private static final Path ALL_REPORTS = Path.of(System.getProperty("rdma.reports"));

    /** What runs in a machine of its own, with devices that nothing has been done to: name, and pattern of class names. */
    private static final Map<String, String> SUITES = suites();

    /** A test that takes longer than this many times what it waits for has come to a standstill: its threads are shown. */
    private static final int STANDSTILL = 5;

    /** Leaves what the kernel says beside the reports. */
    private static final List<String> WITH_KERNEL_LOG =
            List.of("bash", "-c", "\"$@\"; code=$?; dmesg >\"$OUT/dmesg.txt\"; exit $code", "tests");

    private static Map<String, String> suites() {
        Map<String, String> suites = new LinkedHashMap<>();
        suites.put("rxe", ".*RxeConformanceTest");
        if (Boolean.getBoolean("rdma.siw")) {
            suites.put("siw", ".*SiwConformanceTest");
        }
        suites.put("fabric", "(?!.*(Conformance|Life|Permission)Test).*Test");
        suites.put("life", "(?!.*SessionLifeTest).*(Life|Permission)Test");
        suites.put("sessions", ".*SessionLifeTest");
        return suites;
    }

    private static String setting(String name) {
        return System.getProperty(name);
    }

    /** JUnit's console, with what makes a JVM quick to start where its code is emulated. */
    private static List<String> console(Path reports, String tests) {
        String suites = setting("rdma.suites");
        List<String> command = new ArrayList<>(WITH_KERNEL_LOG);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + reports.resolve("jvm-error.log"),
                "--enable-native-access=ALL-UNNAMED",
                // Felix itself uses it
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmessenger.jar=" + Path.of(setting("messenger.jar")).normalize(),
                "-Dmessenger.wait.seconds=" + setting("rdma.wait.seconds"),
                "-Dmessenger.stress.seconds=" + setting("rdma.stress.seconds"),
                "-Dmessenger.memory.messages=" + setting("rdma.memory.messages"),
                "-Dmessenger.scale=" + setting("rdma.scale"),
                "-Dmessenger.connections=" + setting("rdma.connections"),
                "-cp",
                suites + File.pathSeparator + System.getProperty("java.class.path"),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--scan-classpath=" + suites,
                "--include-tag=rdma",
                "--exclude-tag=" + setting("rdma.excluded"),
                "--include-classname=" + tests,
                "--reports-dir=" + reports,
                "--details=testfeed",
                "--disable-ansi-colors",
                "--disable-banner",
                "--fail-if-no-tests"));
        int standstill = STANDSTILL * Integer.parseInt(setting("rdma.wait.seconds"));
        command.add("--config=junit.jupiter.execution.timeout.testable.method.default=" + standstill + "s");
        command.add("--config=junit.jupiter.execution.timeout.threaddump.enabled=true");
        return command;
    }

    /** What a failed run says, from its end. */
    private static String end(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    @TestFactory
    Stream<DynamicNode> testsWithRdmaDevicesPass() throws Exception {
        String only = System.getProperty("rdma.tests");
        Map<String, String> suites = only == null ? SUITES : Map.of("chosen", only);
        List<DynamicNode> nodes = new ArrayList<>();
        for (Map.Entry<String, String> suite : suites.entrySet()) {
            nodes.add(dynamicContainer(suite.getKey(), run(ALL_REPORTS.resolve(suite.getKey()), suite.getValue())));
        }
        return nodes.stream();
    }

    private static Stream<DynamicTest> run(Path reports, String tests) throws Exception {
        VirtualMachine machine = new VirtualMachine(reports, Integer.parseInt(setting("rdma.limit.seconds")));

        int exitCode = machine.run(console(reports, tests));

        String problem = "the virtual machine's command ended with " + exitCode + "; all it said is in " + reports;
        Path report = reports.resolve("TEST-junit-jupiter.xml");
        assertTrue(
                Files.exists(report),
                problem + "\n" + end(machine.output()) + "\n" + end(machine.errors()) + "\n" + problem);
        List<Outcome> outcomes = Outcome.read(report);
        assertFalse(outcomes.isEmpty(), "no test ran: " + problem);
        boolean passed = outcomes.stream().allMatch(outcome -> outcome.problem().isEmpty());
        // what fails in no test's name, such as the preparation of a class
        assertEquals(passed, exitCode == 0, () -> problem + "\n" + output(machine));
        return outcomes.stream().map(outcome -> dynamicTest(outcome.test(), outcome::verify));
    }

    private static String output(VirtualMachine machine) {
        try {
            return end(machine.output());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
