package messenger.xio.fabric;

import java.util.List;

/**
 * A device of a fabric.
 *
 * @param name such as {@code rxe0}
 * @param state of its ports, such as {@code 1: ACTIVE}
 * @param addresses GIDs
 * @param limits names and values
 */
public record Device(String name, List<String> state, List<String> addresses, List<String> limits) {}
