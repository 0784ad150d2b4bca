package messenger.examples.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.api.Message;
import messenger.api.MessageBuilder;

/**
 * What a message of the load says of itself, in its front section, little endian: flow u64, number u64, bytes of data u32.
 * The data follows from these.
 *
 * @param flow which sender, a random number
 * @param number 1, 2, 3 ... for each priority of the flow
 * @param size bytes of data
 */
record Frame(long flow, long number, int size) {
    /** A message that nobody answers. */
    static final int ONE_WAY = 7001;

    /** A message that is answered with as much data as it has. */
    static final int REQUEST = 7002;

    static final int REPLY = 7003;

    /** Asks what has arrived of a flow. */
    static final int CLOSING = 7004;

    /** Asks the peer to end what it sends on this session, and to ask in its turn what has arrived. */
    static final int FAREWELL = 7005;

    private static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    static boolean isOurs(int type) {
        return type >= ONE_WAY && type <= FAREWELL;
    }

    /** Reads it; null if the front section is none of the load's. */
    static Frame of(Message message) {
        ByteBuffer front = message.front().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (front.remaining() < LENGTH) {
            return null;
        }
        return new Frame(front.getLong(), front.getLong(), front.getInt());
    }

    /** A message that says this, with its data. */
    MessageBuilder message(int type) {
        ByteBuffer front = ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(flow)
                .putLong(number)
                .putInt(size)
                .flip();
        return Message.builder(type).front(front).data(data());
    }

    private long seed() {
        return (flow ^ number * MIX) * MIX;
    }

    private ByteBuffer data() {
        ByteBuffer data = ByteBuffer.allocate(size);
        long word = seed();
        while (data.remaining() >= Long.BYTES) {
            data.putLong(word += MIX);
        }
        while (data.hasRemaining()) {
            data.put((byte) word);
        }
        return data.flip();
    }

    /** Whether data is what it is to be. */
    boolean matches(ByteBuffer received) {
        ByteBuffer data = received.duplicate();
        if (data.remaining() != size) {
            return false;
        }
        long word = seed();
        while (data.remaining() >= Long.BYTES) {
            if (data.getLong() != (word += MIX)) {
                return false;
            }
        }
        while (data.hasRemaining()) {
            if (data.get() != (byte) word) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "message " + number + " of flow " + Long.toHexString(flow) + " with " + size + " bytes";
    }
}
