package messenger.simple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import messenger.api.EntityAddress;
import messenger.spi.AddressCodec;

/** What is said before the stream of frames, besides connect and connect_reply (messenger v1: banner, addresses). */
final class Handshake {
    /** The banner as text. */
    static final String BANNER_TEXT = "ceph v027";

    private static final byte[] BANNER = BANNER_TEXT.getBytes(StandardCharsets.US_ASCII);

    static final int BANNER_LENGTH = BANNER.length;

    /** Bytes of a sequence number of the SEQ exchange. */
    static final int SEQ_LENGTH = Long.BYTES;

    private Handshake() {}

    /** What the acceptor says first: banner, its own address, the dialler's as it sees it. */
    static ByteBuffer acceptorHello(EntityAddress own, EntityAddress observed) {
        ByteBuffer hello = buffer(BANNER_LENGTH + 2 * AddressCodec.LENGTH).put(BANNER);
        AddressCodec.encode(own, hello);
        AddressCodec.encode(observed, hello);
        return hello.flip();
    }

    /** What the dialler says first: banner and its own address. */
    static ByteBuffer diallerHello(EntityAddress own) {
        ByteBuffer hello = buffer(BANNER_LENGTH + AddressCodec.LENGTH).put(BANNER);
        AddressCodec.encode(own, hello);
        return hello.flip();
    }

    static boolean isBanner(byte[] bytes) {
        return Arrays.equals(bytes, BANNER);
    }

    static ByteBuffer encodeSeq(long inSeq) {
        return buffer(SEQ_LENGTH).putLong(inSeq).flip();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
