package messenger.shell;

/**
 * A message that was accepted.
 *
 * @param endpoint who sent it
 * @param peer whom it is for
 * @param type number of its type
 * @param bytes length of its front section
 */
public record Sent(String endpoint, String peer, int type, int bytes) {
    @Override
    public String toString() {
        return endpoint + " sent type " + type + ", " + bytes + " bytes, to " + peer;
    }
}
