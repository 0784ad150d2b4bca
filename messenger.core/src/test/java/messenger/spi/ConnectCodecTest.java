package messenger.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import messenger.api.EntityType;
import org.junit.jupiter.api.Test;

/** Connect and its reply on the wire, byte by byte. */
class ConnectCodecTest {
    private static final byte[] PROOF = {7, 8, 9};

    private static String hex(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(0, all);
        return HexFormat.of().formatHex(all);
    }

    @Test
    void connect() {
        Connect connect =
                new Connect(1L << 63 | 2, EntityType.CLIENT, 0xffff_fffeL, 5, 24, new AuthorizerData(1, PROOF), true);
        ByteBuffer bytes = ConnectCodec.encode(connect);
        assertEquals(
                "0200000000000080" + "08000000" + "feffffff" + "05000000" + "18000000" + "01000000" + "03000000" + "01"
                        + "070809",
                hex(bytes));
        assertEquals(PROOF.length, ConnectCodec.connectAuthorizerLength(bytes, 0));
        Connect decoded = ConnectCodec.decodeConnect(bytes, 0, PROOF.length);
        assertEquals(connect.globalSeq(), decoded.globalSeq());
        assertArrayEquals(PROOF, decoded.authorizer().bytes());
        assertEquals(hex(bytes), hex(ConnectCodec.encode(decoded)));
    }

    @Test
    void connectThatResumesShowsTheSessionsIdBehindTheAuthorizer() {
        SessionId session = new SessionId(0x0102030405060708L, 0x1112131415161718L);
        Connect connect =
                new Connect(2, EntityType.CLIENT, 1, 5, 24, new AuthorizerData(1, PROOF), false, true, session);
        ByteBuffer bytes = ConnectCodec.encode(connect);
        assertTrue(hex(bytes).endsWith("13000000" + "06" + "070809" + "0807060504030201" + "1817161514131211"));
        int announced = (int) ConnectCodec.connectAuthorizerLength(bytes, 0);
        assertEquals(PROOF.length + SessionId.LENGTH, announced);
        Connect decoded = ConnectCodec.decodeConnect(bytes, 0, announced);
        assertArrayEquals(PROOF, decoded.authorizer().bytes());
        assertTrue(decoded.control());
        assertTrue(session.matches(decoded.session()));
        assertFalse(session.matches(new SessionId(1, 2)));
        assertFalse(session.matches(null));
    }

    @Test
    void authorizerThatIsTooShortForAnIdIsNone() {
        ByteBuffer bytes = ConnectCodec.encode(
                new Connect(2, EntityType.CLIENT, 1, 5, 24, new AuthorizerData(1, PROOF), false, true, null));
        bytes.put(32, (byte) 6);
        Connect decoded = ConnectCodec.decodeConnect(bytes, 0, PROOF.length);
        assertNull(decoded.session());
        assertArrayEquals(PROOF, decoded.authorizer().bytes());
    }

    @Test
    void reply() {
        ConnectReply reply = new ConnectReply(ReplyTag.RETRY_SESSION, 2, 3, 0xffff_ffffL, 24, PROOF, false);
        ByteBuffer bytes = ConnectCodec.encode(reply);
        String tag = HexFormat.of().toHexDigits((byte) ReplyTag.RETRY_SESSION.code());
        assertEquals(
                tag + "0200000000000000" + "03000000" + "ffffffff" + "18000000" + "03000000" + "00" + "070809",
                hex(bytes));
        assertEquals(ReplyTag.RETRY_SESSION.code(), ConnectCodec.replyTag(bytes, 0));
        assertEquals(PROOF.length, ConnectCodec.replyAuthorizerLength(bytes, 0));
        ConnectReply decoded = ConnectCodec.decodeReply(bytes, 0, ReplyTag.RETRY_SESSION, PROOF.length);
        assertEquals(reply.connectSeq(), decoded.connectSeq());
        assertEquals(hex(bytes), hex(ConnectCodec.encode(decoded)));
    }

    @Test
    void claimedLengthIsUnsigned() {
        ByteBuffer bytes = ConnectCodec.encode(new Connect(0, EntityType.OSD, 1, 0, 24, AuthorizerData.NOTHING, false));
        bytes.putInt(28, -1);
        assertEquals(0xffff_ffffL, ConnectCodec.connectAuthorizerLength(bytes, 0));
    }
}
