package messenger.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a bench runs on, in one line. */
final class MachineDescription {
    private MachineDescription() {}

    static String text() {
        try {
            String model = Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("unknown processor");
            String kernel =
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
            return Runtime.getRuntime().availableProcessors() + " processors (" + model + "), Linux " + kernel
                    + ", JDK " + Runtime.version();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
