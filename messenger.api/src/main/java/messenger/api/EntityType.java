package messenger.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Kind of a party, with the code that Ceph gives it on the wire ({@code CEPH_ENTITY_TYPE_*}). */
public enum EntityType {
    /** No or an unlisted kind; appears in headers only. */
    UNKNOWN(0),
    MON(1),
    MDS(2),
    OSD(4),
    CLIENT(8),
    MGR(16),
    AUTH(32);

    private final int code;

    EntityType(int code) {
        this.code = code;
    }

    /** The wire code, 0 to 255. */
    public int code() {
        return code;
    }

    /** The kind with this wire code, {@link #UNKNOWN} when none has it. */
    public static EntityType ofCode(int code) {
        return switch (code) {
            case 1 -> MON;
            case 2 -> MDS;
            case 4 -> OSD;
            case 8 -> CLIENT;
            case 16 -> MGR;
            case 32 -> AUTH;
            default -> UNKNOWN;
        };
    }

    /**
     * Parses {@code mon}, {@code mds}, {@code osd}, {@code client}, {@code mgr} or {@code auth}.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static EntityType parse(String text) {
        for (EntityType type : values()) {
            if (type != UNKNOWN && type.toString().equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no entity type; allowed: "
                + Arrays.stream(values())
                        .filter(t -> t != UNKNOWN)
                        .map(EntityType::toString)
                        .collect(Collectors.joining(", ")));
    }

    /** The name as it appears in {@code osd.0}, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
