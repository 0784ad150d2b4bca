package messenger.shell;

import java.util.List;

/** The transports that are installed. */
interface Transports {
    /** By type. */
    List<TransportInfo> all();

    /**
     * The transport that reaches addresses of a scheme.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    default TransportInfo ofScheme(String scheme) {
        return all().stream()
                .filter(t -> t.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no transport for addresses " + scheme
                        + "://; installed: " + (all().isEmpty() ? "none" : String.join(", ", schemes()))));
    }

    private List<String> schemes() {
        return all().stream().map(t -> t.type() + " for " + t.scheme() + "://").toList();
    }

    /**
     * The transport of a type.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    default TransportInfo ofType(String type) {
        return all().stream()
                .filter(t -> t.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no transport '" + type + "'; installed: "
                        + (all().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        all().stream().map(TransportInfo::type).toList()))));
    }
}
