package messenger.examples.monmap;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who the monitors of a cluster are.
 *
 * @param fsid identity of the cluster
 * @param epoch version of the map
 * @param lastChanged when this version was made
 * @param created when the cluster was made
 * @param monitors by rank
 */
public record MonMap(UUID fsid, long epoch, Instant lastChanged, Instant created, List<Monitor> monitors) {
    public MonMap {
        monitors = List.copyOf(monitors);
    }

    /** The fields, and a table of the monitors. */
    @Override
    public String toString() {
        int width =
                monitors.stream().mapToInt(monitor -> monitor.name().length()).reduce("NAME".length(), Math::max);
        StringBuilder text = new StringBuilder()
                .append("epoch         ")
                .append(epoch)
                .append("\nfsid          ")
                .append(fsid)
                .append("\nlast changed  ")
                .append(lastChanged)
                .append("\ncreated       ")
                .append(created)
                .append("\n\nRANK  ")
                .append(padded("NAME", width))
                .append("  ADDRESSES");
        for (Monitor monitor : monitors) {
            String rank = Integer.toString(monitor.rank());
            text.append('\n')
                    .append(" ".repeat(Math.max(0, "RANK".length() - rank.length())))
                    .append(rank)
                    .append("  ")
                    .append(padded(monitor.name(), width))
                    .append("  ")
                    .append(String.join(", ", monitor.addresses()));
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
