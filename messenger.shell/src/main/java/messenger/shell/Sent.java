package messenger.shell;

/**
 * Messages that were accepted.
 *
 * @param endpoint who sent them
 * @param peer whom they are for
 * @param type number of their type
 * @param bytes length of the front section of each
 * @param count how many
 * @param roundTrips until the acknowledgement or the reply; null if neither was waited for
 * @param reply front section of the last reply as text; null if there was none
 */
public record Sent(String endpoint, String peer, int type, int bytes, int count, RoundTrips roundTrips, String reply) {
    @Override
    public String toString() {
        String text = endpoint + " sent " + (count == 1 ? "" : count + " of ") + "type " + type + ", " + bytes
                + " bytes" + (count == 1 ? "" : " each") + ", to " + peer;
        if (roundTrips != null) {
            text += reply == null ? ", acknowledged: " : ", answered: ";
            text += roundTrips;
        }
        return reply == null || reply.isEmpty() ? text : text + "\n" + reply;
    }
}
