package messenger.xio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Private data of a connect, an accept and a reject, 20 bytes, little endian.
 *
 * <pre>
 *  0 magic, the bytes MXIO   4 lowest version u16   6 highest version u16
 *  8 largest datagram u32   12 credits u16         14 flags u16: 1 fetches data by one-sided transfer
 * 16 reason u16, of a reject                       18 zero u16
 * </pre>
 *
 * <p>In an accept both versions are the one that was chosen.
 */
record Greeting(int lowest, int highest, int datagramMax, int credits, boolean fetches, Refusal refusal) {
    /** Why a connect was refused. */
    enum Refusal {
        NONE,
        /** The magic is wrong. */
        PROTOCOL,
        /** No version in common. */
        VERSION,
        /** A size is out of bounds. */
        SIZES,
        /** This side is about to stop. */
        CLOSING
    }

    /** Lowest version of the protocol that this side speaks. */
    static final int LOWEST = 1;

    /** Highest version of the protocol that this side speaks. */
    static final int HIGHEST = 1;

    private static final int MAGIC = 'M' | 'X' << 8 | 'I' << 16 | 'O' << 24;
    private static final int LOWEST_AT = Integer.BYTES;
    private static final int HIGHEST_AT = LOWEST_AT + Short.BYTES;
    private static final int DATAGRAM_AT = HIGHEST_AT + Short.BYTES;
    private static final int CREDITS_AT = DATAGRAM_AT + Integer.BYTES;
    private static final int FLAGS_AT = CREDITS_AT + Short.BYTES;
    private static final int REASON_AT = FLAGS_AT + Short.BYTES;
    static final int LENGTH = REASON_AT + 2 * Short.BYTES;

    private static final int FETCHES = 1;

    /** What this side says when it connects. */
    static Greeting of(XioSettings settings, boolean fetches) {
        return new Greeting(LOWEST, HIGHEST, settings.datagramMax(), settings.credits(), fetches, Refusal.NONE);
    }

    /** Likewise, when it accepts by a version, or refuses. */
    Greeting answering(int version, Refusal why) {
        return why == Refusal.NONE
                ? new Greeting(version, version, datagramMax, credits, fetches, why)
                : new Greeting(lowest, highest, datagramMax, credits, fetches, why);
    }

    ByteBuffer encode() {
        ByteBuffer to = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(MAGIC).putShort((short) lowest).putShort((short) highest);
        to.putInt(datagramMax).putShort((short) credits).putShort((short) (fetches ? FETCHES : 0));
        return to.putShort((short) refusal.ordinal()).putShort((short) 0).flip();
    }

    /** Whether the bytes begin as those of this protocol do. */
    static boolean isGreeting(ByteBuffer from) {
        return from.remaining() >= LENGTH && little(from).getInt(from.position()) == MAGIC;
    }

    /** Reads what {@link #isGreeting} said yes to; sizes are as the peer claims them. */
    static Greeting decode(ByteBuffer bytes) {
        ByteBuffer from = little(bytes);
        int at = from.position();
        int reason = unsigned16(from, at + REASON_AT);
        Refusal[] reasons = Refusal.values();
        return new Greeting(
                unsigned16(from, at + LOWEST_AT),
                unsigned16(from, at + HIGHEST_AT),
                from.getInt(at + DATAGRAM_AT),
                unsigned16(from, at + CREDITS_AT),
                (from.getShort(at + FLAGS_AT) & FETCHES) != 0,
                reason < reasons.length ? reasons[reason] : Refusal.PROTOCOL);
    }

    /** Whether the sizes are within what any side may have. */
    boolean isSane() {
        return datagramMax >= XioSettings.DATAGRAM_LEAST
                && datagramMax <= XioSettings.DATAGRAM_LIMIT
                && credits >= XioSettings.CREDITS_LEAST
                && credits <= XioSettings.CREDITS_LIMIT;
    }

    /** The highest version that both speak, or 0. */
    int versionWith(Greeting other) {
        int common = Math.min(highest, other.highest);
        return common >= Math.max(lowest, other.lowest) ? common : 0;
    }

    String versions() {
        return lowest == highest ? "version " + lowest : "versions " + lowest + " to " + highest;
    }

    private static ByteBuffer little(ByteBuffer from) {
        return from.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned16(ByteBuffer from, int at) {
        return Short.toUnsignedInt(from.getShort(at));
    }
}
