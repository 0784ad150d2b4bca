package messenger.examples.monmap;

import java.util.List;

/**
 * One monitor of a map.
 *
 * @param rank its place among the monitors, from 0
 * @param name without the type: {@code a} for {@code mon.a}
 * @param addresses as Ceph writes them, such as {@code v1:192.0.2.1:6789/0}
 */
public record Monitor(int rank, String name, List<String> addresses) {
    public Monitor {
        addresses = List.copyOf(addresses);
    }
}
