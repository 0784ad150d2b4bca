package messenger.shell;

/**
 * A key of a configuration.
 *
 * @param pid PID of the configuration
 * @param key such as {@code idle.timeout}
 * @param value as set; null if it is not
 * @param defaultValue what holds while it is not set; null if that is not known
 * @param effect when a change takes effect; null if that is not known
 */
public record Setting(String pid, String key, String value, String defaultValue, String effect) {}
