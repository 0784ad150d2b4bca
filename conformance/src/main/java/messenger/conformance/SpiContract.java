package messenger.conformance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;

/** Collects breaches of the contract of messenger.spi, by transport or core, while a test runs. */
final class SpiContract {
    private static final int MANY = 20;

    private final List<String> breaches = new CopyOnWriteArrayList<>();

    void breach(String what) {
        if (breaches.size() < MANY) {
            breaches.add(what + " [on " + Thread.currentThread().getName() + "]");
        }
    }

    void breach(String what, Throwable thrown) {
        StringBuilder text = new StringBuilder(what).append(": ").append(thrown);
        for (StackTraceElement frame : thrown.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        breach(text.toString());
    }

    void verify() {
        if (!breaches.isEmpty()) {
            Assertions.fail("breaches of the SPI's contract:\n" + String.join("\n", breaches));
        }
    }
}
