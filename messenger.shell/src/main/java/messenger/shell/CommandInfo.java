package messenger.shell;

/**
 * A command.
 *
 * @param command its name
 * @param description in one line
 */
public record CommandInfo(String command, String description) {}
