package messenger.xio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import messenger.spi.MessageMemory;

/** A valid stream of frames at random, and ways to cut it into datagrams. What lies in one piece lies in one datagram. */
final class FuzzStream {
    private static final String FEATURES = "le64:0x3f01cfbdfffdffff";
    private static final byte[] NONE = {};

    /** Data of all offers. */
    static final byte[] OFFERED = XioRig.count(16_384);

    private final Random random;
    private final List<byte[]> pieces = new ArrayList<>();
    private int messages;

    FuzzStream(Random random) {
        this.random = random;
    }

    /** What a peer sends until the link is open. */
    FuzzStream handshake(boolean dialling) {
        if (dialling) {
            piece("u8:1 addr:127.0.0.1:6900/5 addr:127.0.0.1:50000/0");
            piece("u8:3 u8:5 " + FEATURES + " le32:1 le32:1 le32:1 le32:36 u8:0");
            section(new byte[36]);
            piece("u8:3 u8:13 " + FEATURES + " le32:1 le32:1 le32:1 le32:0 u8:0");
        } else {
            piece("u8:1 addr:127.0.0.1:0/77");
            piece("u8:2 " + FEATURES + " le32:8 le32:1 le32:0 le32:1 le32:2 le32:22 u8:0");
            section(new byte[22]);
        }
        piece("u8:13 le64:3");
        return this;
    }

    /** Frames of each kind, and messages of many sizes. */
    FuzzStream frames() {
        piece("u8:8 le64:4");
        piece("u8:14 le32:1 le32:2");
        message(bytes(64), bytes(8), bytes(300));
        piece("u8:15 le32:1 le32:2");
        message(NONE, NONE, NONE);
        message(bytes(10), NONE, bytes(random.nextInt(20) == 0 ? 2 * MessageMemory.MAX_AHEAD : 3_000));
        byte[] front = bytes(5);
        piece(XioRig.head(++messages, front, NONE, OFFERED, "u8:1 le64:1 le64:2 le32:0"));
        section(front);
        piece(XioRig.footer(front, NONE, OFFERED));
        piece("u8:5 le64:9");
        piece("u8:6");
        return this;
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void message(byte[] front, byte[] middle, byte[] data) {
        piece(XioRig.head(++messages, front, middle, data, "u8:0"));
        section(front);
        section(middle);
        section(data);
        piece(XioRig.footer(front, middle, data));
    }

    private void piece(String tokens) {
        piece(ScriptedPeer.bytes(tokens));
    }

    private void piece(byte[] bytes) {
        pieces.add(bytes);
    }

    /** May be cut anywhere. */
    private void section(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 4_000));
            piece(Arrays.copyOfRange(bytes, at, at + n));
            at += n;
        }
    }

    int messages() {
        return messages;
    }

    /** Datagrams as a peer may send them. */
    List<byte[]> datagrams() {
        List<byte[]> datagrams = new ArrayList<>();
        byte[] filling = NONE;
        for (byte[] piece : pieces) {
            if (filling.length > 0 && (random.nextInt(3) == 0 || filling.length + piece.length > 4_088)) {
                datagrams.add(filling);
                filling = NONE;
            }
            filling = XioRig.join(filling, piece);
        }
        datagrams.add(filling);
        return datagrams;
    }
}
