package messenger.api;

import java.util.Objects;

/**
 * Name of a party, such as {@code osd.0} or {@code client.4100}.
 *
 * @param type kind of the party
 * @param id number within the kind; {@link #NO_ID} while it has none, printed as {@code client.?}
 */
public record EntityName(EntityType type, long id) {
    /** The id of a party that has not been given one. */
    public static final long NO_ID = -1;

    public EntityName {
        Objects.requireNonNull(type, "type");
        if (id < NO_ID) {
            throw new IllegalArgumentException("id " + id + " of a " + type + " is negative");
        }
    }

    /**
     * Parses {@code TYPE.ID}, where ID is a decimal number or {@code ?}.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static EntityName parse(String text) {
        int dot = text.indexOf('.');
        String id = dot < 0 ? "" : text.substring(dot + 1);
        if (!id.equals("?") && !id.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no entity name; allowed: TYPE.NUMBER, for example osd.0 or client.4100");
        }
        return new EntityName(EntityType.parse(text.substring(0, dot)), id.equals("?") ? NO_ID : Long.parseLong(id));
    }

    @Override
    public String toString() {
        return type + "." + (id == NO_ID ? "?" : Long.toString(id));
    }
}
