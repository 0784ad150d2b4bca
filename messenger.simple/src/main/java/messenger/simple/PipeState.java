package messenger.simple;

import messenger.spi.AddressCodec;
import messenger.spi.ConnectCodec;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;

/** What a {@link Pipe} expects next; see there for the transitions. */
enum PipeState {
    BANNER(Handshake.BANNER_LENGTH),
    ADDRESS(AddressCodec.LENGTH),
    ADDRESSES(2 * AddressCodec.LENGTH),
    AWAIT_CONNECT(),
    REPLY(ConnectCodec.REPLY_LENGTH),
    REPLY_AUTHORIZER(ConnectCodec.REPLY_LENGTH),
    CONNECT(ConnectCodec.CONNECT_LENGTH),
    CONNECT_AUTHORIZER(ConnectCodec.CONNECT_LENGTH),
    AWAIT_REPLY(),
    PEER_SEQ(Handshake.SEQ_LENGTH),
    AWAIT_SEQ(),
    TAG(Byte.BYTES),
    ACK(Long.BYTES),
    KEEPALIVE2(2 * Integer.BYTES),
    KEEPALIVE2_ACK(2 * Integer.BYTES),
    HEADER(HeaderCodec.LENGTH),
    ADMISSION(0),
    SECTIONS(0),
    FOOTER(FooterCodec.length(false));

    private final int least;

    private final boolean await;

    PipeState(int least) {
        this.least = least;
        this.await = false;
    }

    PipeState() {
        this.least = 0;
        this.await = true;
    }

    /** Fewest bytes of input with which it is worth looking. */
    int least() {
        return least;
    }

    /** Whether core is to answer before any input is taken. */
    boolean isAwait() {
        return await;
    }
}
