package messenger.shell;

import java.util.Locale;

/** Figures for people to read. */
final class Units {
    private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};
    private static final double STEP = 1000;
    private static final double EXACT_BELOW = 10;
    private static final double TENTHS = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private Units() {}

    /** Messages per second: with one decimal while they are few. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < EXACT_BELOW ? "%.1f" : "%.0f", perSecond);
    }

    /** Milliseconds, rounded to a tenth. */
    static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * TENTHS) / TENTHS;
    }

    /** With a decimal unit, such as 1.3 MB/s. */
    static String bytesPerSecond(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < SIZES.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s/s" : "%.1f %s/s", value, SIZES[unit]);
    }
}
