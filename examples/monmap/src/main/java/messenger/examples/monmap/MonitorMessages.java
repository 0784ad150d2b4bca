package messenger.examples.monmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import messenger.api.EntityType;
import messenger.api.Message;

/** What this client says to a monitor, and the answer to its first message. */
final class MonitorMessages {
    static final int MON_MAP = 4;
    static final int MON_GET_MAP = 5;
    static final int AUTH = 17;
    static final int AUTH_REPLY = 18;

    private static final int MAX_TEXT = 4096;
    private static final int AUTH_NONE = 1;

    /** In place of a method: an offer of several. */
    private static final int NEGOTIATE = 0;

    private static final short NO_MONITOR = -1;
    private static final byte PAYLOAD_VERSION = 1;
    private static final byte[] NAME = "admin".getBytes(StandardCharsets.US_ASCII);

    private MonitorMessages() {}

    /** Asks for admission without a proof. */
    static Message auth() {
        int payload = Byte.BYTES + 4 * Integer.BYTES + NAME.length + Long.BYTES;
        ByteBuffer front = ByteBuffer.allocate(
                        2 * Long.BYTES + Short.BYTES + 2 * Integer.BYTES + payload + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0) // version of the state that the sender has
                .putShort(NO_MONITOR) // monitor that has forwarded it
                .putLong(0) // and its transaction id
                .putInt(NEGOTIATE)
                .putInt(payload)
                .put(PAYLOAD_VERSION)
                .putInt(1) // methods
                .putInt(AUTH_NONE)
                .putInt(EntityType.CLIENT.code())
                .putInt(NAME.length)
                .put(NAME)
                .putLong(0) // global id, to be given
                .putInt(0); // epoch of the map that the sender has
        return Message.builder(AUTH).front(front.flip()).build();
    }

    static Message getMap() {
        return Message.builder(MON_GET_MAP).build();
    }

    /**
     * What AUTH_REPLY says.
     *
     * @param method authentication method that the monitor has chosen
     * @param result 0, or a negative error number of Linux
     * @param text explains the result; may be empty
     */
    record AuthReply(long method, int result, String text) {
        static AuthReply read(ByteBuffer front) {
            FieldReader from = new FieldReader(front);
            long method = from.u32("method");
            int result = (int) from.u32("result");
            from.u64("global id");
            from.part("payload");
            return new AuthReply(method, result, from.string(MAX_TEXT, "text"));
        }

        boolean isAdmitted() {
            return method == AUTH_NONE && result == 0;
        }
    }
}
