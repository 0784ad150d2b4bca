package messenger.spi.support;

import java.util.List;
import messenger.api.EntityAddress;

/** Checks of settings; what is refused is refused by configuration key, value and what is allowed. */
public final class SettingChecks {
    /** Largest size of a section that can be configured: one array must hold it. */
    public static final int SECTION_LIMIT = Integer.MAX_VALUE - 8;

    /** Largest size of an authorizer that can be configured. */
    public static final int AUTHORIZER_LIMIT = 64 * 1024;

    private SettingChecks() {}

    /**
     * A number is in its range.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static void range(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " " + value + " is not allowed; allowed: " + least + ".." + most);
        }
    }

    /**
     * A transport's ranking is below that of the endpoint's own messenger, 0, which is to be found first.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static void ranking(int value) {
        range("service.ranking", value, Integer.MIN_VALUE, -1);
    }

    /**
     * Addresses to bind are of the transport's scheme.
     *
     * @throws IllegalArgumentException if one is not
     */
    public static void bind(List<EntityAddress> addresses, String scheme) {
        for (EntityAddress address : addresses) {
            if (!address.scheme().equals(scheme)) {
                throw new IllegalArgumentException(
                        "bind " + address + " is not allowed; allowed: " + scheme + "://HOST:PORT");
            }
        }
    }
}
