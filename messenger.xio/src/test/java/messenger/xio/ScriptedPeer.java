package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import messenger.conformance.wire.Conversation;

/** The other end of a {@link ScriptedPair}: counts datagrams, and holds the messenger to the credits it has. */
final class ScriptedPeer {
    private static final int HEAD = 8;

    final ScriptedPair pair;
    private final int granted;
    private final List<byte[]> outgoing = new ArrayList<>();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private boolean gathering;
    private int number;
    private int expected;
    private int unreturned;
    private int returned;
    private int creditDatagrams;

    /** The peer of a messenger that may send so many datagrams ahead. */
    ScriptedPeer(ScriptedPair pair, int granted) {
        this.pair = pair;
        this.granted = granted;
    }

    static byte[] bytes(String tokens) {
        return Conversation.bytes(tokens, Map.of());
    }

    /** Sends a datagram of frames. */
    void send(byte[] frames) {
        datagram(1, 0, number, frames);
    }

    void send(String tokens) {
        send(bytes(tokens));
    }

    /** Sends frames in as many datagrams of that size as it takes, together. */
    void sendCut(byte[] frames, int size) {
        gather();
        for (int at = 0; at < frames.length; at += size) {
            send(Arrays.copyOfRange(frames, at, Math.min(frames.length, at + size)));
        }
        release();
    }

    /** Returns credits by a datagram of its own. */
    void credit(int count) {
        unreturned -= count;
        datagram(2, count, number, new byte[0]);
    }

    /** Sends a datagram whose head is as given. */
    void datagram(int kind, int credits, int itsNumber, byte[] frames) {
        number = itsNumber + 1;
        outgoing.add(ByteBuffer.allocate(HEAD + frames.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) kind)
                .putShort((short) credits)
                .putInt(itsNumber)
                .put(frames)
                .array());
        if (!gathering) {
            release();
        }
    }

    /** Number of the next datagram. */
    int number() {
        return number;
    }

    /** Has what is sent from now on arrive at once, when it is {@link #release}d. */
    void gather() {
        gathering = true;
    }

    void release() {
        gathering = false;
        pair.received(List.copyOf(outgoing));
        outgoing.clear();
    }

    /** Takes in what the messenger has sent. */
    List<byte[]> take() {
        List<byte[]> datagrams = pair.takeSent();
        for (byte[] datagram : datagrams) {
            ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
            int kind = in.getShort();
            returned += in.getShort();
            assertEquals(expected++, in.getInt(), "number of a datagram");
            if (kind == 1) {
                assertTrue(in.hasRemaining(), "a datagram of the stream carries some of it");
                assertTrue(++unreturned <= granted, "no datagram without a credit");
                stream.write(datagram, HEAD, in.remaining());
            } else {
                assertEquals(2, kind);
                assertEquals(0, in.remaining());
                creditDatagrams++;
            }
        }
        return datagrams;
    }

    /** Bytes of the stream that have arrived and were not expected yet. */
    int available() {
        take();
        return stream.size();
    }

    /** Datagrams of the stream whose credits the messenger has not got back. */
    int unreturned() {
        take();
        return unreturned;
    }

    /** Credits that the messenger has returned so far. */
    int returned() {
        take();
        return returned;
    }

    /** Datagrams that only returned credits so far. */
    int creditDatagrams() {
        take();
        return creditDatagrams;
    }

    /** The messenger has sent exactly these bytes next. */
    void expect(String tokens, byte[] bytes) {
        byte[] got = next(bytes.length);
        assertArrayEquals(
                bytes,
                got,
                () -> "expect " + tokens + "\nwanted " + HexFormat.of().formatHex(bytes) + "\ngot    "
                        + HexFormat.of().formatHex(got));
    }

    void expect(String tokens) {
        expect(tokens, bytes(tokens));
    }

    /** The next bytes of the stream, fewer if there are fewer. */
    byte[] next(int count) {
        take();
        byte[] all = stream.toByteArray();
        int n = Math.min(count, all.length);
        stream.reset();
        stream.write(all, n, all.length - n);
        return Arrays.copyOf(all, n);
    }
}
