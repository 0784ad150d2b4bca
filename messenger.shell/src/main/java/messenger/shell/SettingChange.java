package messenger.shell;

/**
 * A change of a configuration.
 *
 * @param pid PID of the configuration
 * @param key such as {@code idle.timeout}
 * @param before former value; null if it was not set
 * @param now value; null if it is not set any more
 * @param effect when it takes effect; null if that is not known
 */
public record SettingChange(String pid, String key, String before, String now, String effect) {}
