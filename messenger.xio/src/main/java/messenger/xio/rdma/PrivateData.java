package messenger.xio.rdma;

import java.nio.ByteBuffer;
import messenger.xio.fabric.Fabric;

/** What goes with requests, acceptances and refusals. */
final class PrivateData {
    static final ByteBuffer NONE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private PrivateData() {}

    static byte[] copy(ByteBuffer data) {
        if (data.remaining() > Fabric.PRIVATE_DATA_MAX) {
            throw new IllegalArgumentException(
                    data.remaining() + " bytes of private data are more than " + Fabric.PRIVATE_DATA_MAX);
        }
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return copy;
    }
}
