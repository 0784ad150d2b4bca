package messenger.shell;

/**
 * Something to know of a device, or of a kind of network that has none.
 *
 * @param transport type of the transport that can use it
 * @param fabric kind of network
 * @param device its name; null for what holds of the kind of network
 * @param property {@code port}, {@code address}, {@code limit}, {@code state}
 * @param value its value
 */
public record DeviceInfo(String transport, String fabric, String device, String property, String value) {}
