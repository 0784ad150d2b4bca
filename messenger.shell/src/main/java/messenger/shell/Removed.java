package messenger.shell;

import java.util.List;

/**
 * An endpoint that was removed.
 *
 * @param endpoint its name
 * @param pids PIDs of the configurations that were deleted
 */
public record Removed(String endpoint, List<String> pids) {
    public Removed {
        pids = List.copyOf(pids);
    }

    @Override
    public String toString() {
        return endpoint + " removed: " + String.join(", ", pids);
    }
}
