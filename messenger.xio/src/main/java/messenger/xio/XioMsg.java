package messenger.xio;

import java.nio.ByteBuffer;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;
import messenger.spi.OutgoingMessage;
import messenger.spi.support.LinkFaultException;

/**
 * A message on its way out, as a sequence of datagrams: knows how far it has come, and goes on there once there is room.
 * Used again for each message of a link. Guarded by its {@link XioWriter}.
 *
 * <pre>
 *  0 tag u8, 7   1 header, 53 bytes   54 flags u8   [55 key u64   63 address u64   71 number u32: of data to be fetched]
 * [key u64   address u64   length u32: room for the data of the reply]
 * front   middle   [data, unless it is to be fetched or has been written]
 *  0 footer, 13 bytes
 * </pre>
 */
final class XioMsg {
    /** Flag: the receiver fetches the data section. */
    static final int FETCH = 1;

    /** Flag: there is room for the data of the reply. */
    static final int ROOM = 2;

    /** Flag: the data section has been written to the room that its request came with. */
    static final int WRITTEN = 4;

    static final int HEAD = Byte.BYTES + HeaderCodec.LENGTH + Byte.BYTES;
    static final int PLACE = 2 * Long.BYTES + Integer.BYTES;
    static final int LONGEST_HEAD = HEAD + 2 * PLACE;
    static final int FOOTER = FooterCodec.length(false);

    private enum Stage {
        IDLE,
        HEAD,
        FRONT,
        MIDDLE,
        DATA,
        FOOTER
    }

    private final XioSettings settings;
    private final Crc32c crc = new Crc32c();
    private Stage stage = Stage.IDLE;
    private OutgoingMessage message;
    private OfferedData offered;
    private ReplyRooms.Room replyRoom;
    private boolean placed;
    private boolean holding;
    /** Bytes of the present section that have been written. */
    private int written;

    XioMsg(XioSettings settings) {
        this.settings = settings;
    }

    /** Whether some of a message is still to be written. */
    boolean isUnfinished() {
        return stage != Stage.IDLE;
    }

    /**
     * Begins a message.
     *
     * @param offer where its data is to be fetched, or null
     * @param room for the data of the reply, or null
     * @param written whether its data has been written to the room of its request
     */
    void begin(OutgoingMessage next, OfferedData offer, ReplyRooms.Room room, boolean written) {
        message = next;
        offered = offer;
        replyRoom = room;
        placed = written;
        stage = Stage.HEAD;
    }

    /** Keeps the memory of what is still to be written: its session may forget the message (lossy). */
    void holdIfUnfinished() {
        if (isUnfinished()) {
            message.leases().retain();
            holding = true;
        }
    }

    /** Writes what there is room for. */
    void advance(DatagramRoom room) throws LinkFaultException {
        while (stage != Stage.IDLE && step(room)) {
            // each step finishes a stage
        }
    }

    private boolean step(DatagramRoom room) throws LinkFaultException {
        switch (stage) {
            case HEAD -> {
                ByteBuffer to = room.of(LONGEST_HEAD);
                if (to == null) {
                    return false;
                }
                head(to);
                next(Stage.FRONT);
            }
            case FRONT -> {
                if (!copy(message.front(), room)) {
                    return false;
                }
                next(Stage.MIDDLE);
            }
            case MIDDLE -> {
                if (!copy(message.middle(), room)) {
                    return false;
                }
                next(offered == null && !placed ? Stage.DATA : Stage.FOOTER);
            }
            case DATA -> {
                if (!copy(message.data(), room)) {
                    return false;
                }
                next(Stage.FOOTER);
            }
            case FOOTER -> {
                ByteBuffer to = room.of(FOOTER);
                if (to == null) {
                    return false;
                }
                footer(to);
                forget();
            }
            case IDLE -> {
                return false;
            }
        }
        return true;
    }

    private void next(Stage stage) {
        this.stage = stage;
        written = 0;
    }

    /** Forgets the message. */
    void forget() {
        if (holding) {
            holding = false;
            message.leases().release();
        }
        stage = Stage.IDLE;
        message = null;
        offered = null;
        replyRoom = null;
    }

    private void head(ByteBuffer to) {
        to.put((byte) FrameTag.MSG);
        int at = to.position();
        HeaderCodec.encode(
                message.header(),
                message.front().remaining(),
                message.middle().remaining(),
                message.data().remaining(),
                to,
                at);
        HeaderCodec.putCrc(to, at, settings.crcHeader() ? crc.of(to, at, HeaderCodec.CRC_COVERS) : 0);
        to.position(at + HeaderCodec.LENGTH);
        to.put((byte) ((offered == null ? 0 : FETCH) | (replyRoom == null ? 0 : ROOM) | (placed ? WRITTEN : 0)));
        if (offered != null) {
            to.putLong(offered.key()).putLong(offered.address()).putInt(offered.number());
        }
        if (replyRoom != null) {
            to.putLong(replyRoom.key()).putLong(replyRoom.address()).putInt(replyRoom.length());
        }
    }

    private boolean copy(ByteBuffer section, DatagramRoom room) throws LinkFaultException {
        int length = section.remaining();
        while (written < length) {
            ByteBuffer to = room.of(1);
            if (to == null) {
                return false;
            }
            int n = Math.min(length - written, to.remaining());
            to.put(to.position(), section, section.position() + written, n).position(to.position() + n);
            written += n;
        }
        return true;
    }

    private void footer(ByteBuffer to) {
        FooterCodec.encode(
                settings.crcHeader() ? message.frontCrc(crc) : 0,
                settings.crcHeader() ? message.middleCrc(crc) : 0,
                settings.crcData() ? message.dataCrc(crc) : 0,
                settings.crcData() ? FooterCodec.COMPLETE : FooterCodec.COMPLETE | FooterCodec.NO_CRC,
                false,
                to);
    }
}
