package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmEvent.EventType;
import com.ibm.disni.verbs.RdmaCmId;
import java.nio.ByteBuffer;
import messenger.xio.verbs.Verbs;

/**
 * A copy of an event of a connection, as the event itself ends when it is acknowledged.
 *
 * @param type what happened
 * @param status an error number, negative, or the reason of a refusal; 0 if there is none
 * @param id whose event it is; the new one of a request
 * @param privateData what the peer sent with it
 */
record ConnectionEvent(EventType type, int status, RdmaCmId id, ByteBuffer privateData) {
    private static final EventType[] TYPES = EventType.values();

    static ConnectionEvent copy(RdmaCmEvent event) {
        return new ConnectionEvent(
                TYPES[event.getEvent()],
                event.getStatus(),
                event.getConnIdPriv(),
                ByteBuffer.wrap(Verbs.privateData(event)).asReadOnlyBuffer());
    }
}
