package messenger.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import messenger.api.EntityAddress;
import messenger.spi.ControlFrame;
import messenger.spi.SessionId;

/**
 * What the two sides of a session tell each other by control frames, little endian.
 *
 * <pre>
 * announce: 0 kind u8, 1   1 session id, 16 bytes   17 count u8, 1 to 17   18 addresses: the canonical one, then all others
 * swap:     0 kind u8, 2   1 length u8   2 type of transport, ASCII; none for the one that ranks highest
 * address:  length u8, scheme, ASCII   length u8, 4 or 16, IP address   port u16   nonce u32
 * </pre>
 *
 * <p>Kinds that are not known are ignored, as are bytes behind those that are described: a later version may have them.
 */
sealed interface Control {
    /** Most addresses besides the canonical one. */
    int MAX_ADDRESSES = 16;

    /** Longest scheme or type of transport. */
    int MAX_NAME = 16;

    Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*");

    int ANNOUNCE = 1;
    int SWAP = 2;

    /**
     * Who the sender is, and where it can be reached.
     *
     * @param session the session's id
     * @param canonical the address by which the sender is known, whatever the transport
     * @param addresses all at which it listens
     */
    record Announce(SessionId session, EntityAddress canonical, List<EntityAddress> addresses) implements Control {
        @Override
        public ByteBuffer encode() {
            ByteBuffer to = buffer().put((byte) ANNOUNCE);
            session.encode(to);
            List<EntityAddress> told = addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()));
            to.put((byte) (1 + told.size()));
            put(to, canonical);
            told.forEach(address -> put(to, address));
            return to.flip();
        }
    }

    /** The sender asks the side that dials for another transport; null for the one that ranks highest. */
    record Swap(String transport) implements Control {
        @Override
        public ByteBuffer encode() {
            ByteBuffer to = buffer().put((byte) SWAP);
            put(to, transport == null ? "" : transport);
            return to.flip();
        }
    }

    /** Something that this version does not know. */
    record Unknown(int kind) implements Control {
        @Override
        public ByteBuffer encode() {
            throw new UnsupportedOperationException("control of unknown kind " + kind);
        }
    }

    /** The content of a control frame. */
    ByteBuffer encode();

    /**
     * Reads the content of a control frame.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Control decode(ByteBuffer content) {
        ByteBuffer from = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            int kind = Byte.toUnsignedInt(from.get());
            return switch (kind) {
                case ANNOUNCE -> announce(from);
                case SWAP -> {
                    String type = name(from);
                    yield new Swap(type.isEmpty() ? null : type);
                }
                default -> new Unknown(kind);
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early, after " + content.remaining() + " bytes", e);
        }
    }

    private static Announce announce(ByteBuffer from) {
        SessionId session = SessionId.decode(from);
        int count = Byte.toUnsignedInt(from.get());
        if (count < 1 || count > 1 + MAX_ADDRESSES) {
            throw new IllegalArgumentException("it has " + count + " addresses; allowed: 1 to " + (1 + MAX_ADDRESSES));
        }
        EntityAddress canonical = address(from);
        List<EntityAddress> addresses = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            addresses.add(address(from));
        }
        return new Announce(session, canonical, List.copyOf(addresses));
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(ControlFrame.MAX).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer to, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > MAX_NAME) {
            throw new IllegalArgumentException("'" + name + "' is longer than " + MAX_NAME + " characters");
        }
        to.put((byte) bytes.length).put(bytes);
    }

    private static void put(ByteBuffer to, EntityAddress address) {
        put(to, address.scheme());
        byte[] ip = address.ip().getAddress();
        to.put((byte) ip.length).put(ip).putShort((short) address.port()).putInt((int) address.nonce());
    }

    private static String name(ByteBuffer from) {
        int length = Byte.toUnsignedInt(from.get());
        if (length > MAX_NAME) {
            throw new IllegalArgumentException("a name of it has " + length + " bytes; allowed: up to " + MAX_NAME);
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        String name = new String(bytes, StandardCharsets.US_ASCII);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name of it has other characters than letters, digits and .-_");
        }
        return name;
    }

    private static EntityAddress address(ByteBuffer from) {
        String scheme = name(from);
        int length = Byte.toUnsignedInt(from.get());
        if (length != 4 && length != 16) {
            throw new IllegalArgumentException("an IP address of it has " + length + " bytes; allowed: 4 or 16");
        }
        byte[] ip = new byte[length];
        from.get(ip);
        try {
            return new EntityAddress(
                    scheme,
                    InetAddress.getByAddress(ip),
                    Short.toUnsignedInt(from.getShort()),
                    Integer.toUnsignedLong(from.getInt()));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an IP address", e);
        }
    }
}
