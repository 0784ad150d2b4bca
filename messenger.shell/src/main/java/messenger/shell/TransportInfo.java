package messenger.shell;

/**
 * A transport that is installed.
 *
 * @param type such as {@code simple}
 * @param scheme of its addresses, such as {@code tcp}
 * @param factoryPid of its configurations
 * @param bundle symbolic name and version
 * @param state of the bundle
 */
public record TransportInfo(String type, String scheme, String factoryPid, String bundle, String state) {}
