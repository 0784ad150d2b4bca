package messenger.itests;

import java.util.Locale;

/** When a change of a configuration takes effect, and what becomes of sessions and links, as descriptions say it. */
enum Effect {
    ENDS_SESSIONS("ends all sessions"),
    CLOSES_LINKS("closes all links"),
    NEW_SESSIONS("new sessions"),
    NEW_LINKS("new links"),
    AT_ONCE("at once"),
    NEXT_BIND("next bind"),
    NEXT_STANDBY("next standby");

    private final String words;

    Effect(String words) {
        this.words = words;
    }

    /** The effect whose words a text has; there must be some. */
    static Effect of(String text) {
        for (Effect effect : values()) {
            if (text.toLowerCase(Locale.ROOT).contains(effect.words)) {
                return effect;
            }
        }
        throw new AssertionError("'" + text + "' does not say when a change takes effect");
    }
}
