package messenger.bench.run;

import java.util.Locale;
import messenger.bench.load.Workload;

/** Figures as they are written in tables. */
final class Figures {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private Figures() {}

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.2f", ratio);
    }

    /** Three digits or more, with commas. */
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String size(int bytes) {
        if (bytes >= MIB) {
            return bytes / MIB + " MiB";
        }
        return bytes >= KIB ? bytes / KIB + " KiB" : bytes + " B";
    }

    static String title(Workload workload) {
        String size = size(workload.length());
        return switch (workload.kind()) {
            case STREAM -> "stream, " + size;
            case IDLE -> String.format(Locale.ROOT, "%,d idle sessions", workload.sessions());
            case ROUND_TRIP ->
                "round trip, " + size
                        + (workload.depth() > 1 ? " x " + workload.depth() : "")
                        + (workload.sessions() > 1
                                ? String.format(Locale.ROOT, ", %,d sessions", workload.sessions())
                                : "");
        };
    }
}
