package messenger.shell;

import java.util.List;
import java.util.Optional;

/** What configurations may hold. */
interface Attributes {
    /** The keys of a factory PID in the order of its description; empty if there is no description. */
    Optional<List<Attribute>> of(String factoryPid);
}
