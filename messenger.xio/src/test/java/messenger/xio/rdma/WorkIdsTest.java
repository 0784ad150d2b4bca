package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import messenger.xio.fabric.QueueSettings;
import org.junit.jupiter.api.Test;

class WorkIdsTest {
    private final WorkIds ids = new WorkIds();

    private static RdmaQueuePair pair() {
        return RdmaQueuePair.dialling(
                null, new InetSocketAddress(1), new QueueSettings(1, 1, 1, 1), ByteBuffer.allocate(0), null);
    }

    @Test
    void partsComeBackAsTheyWere() {
        RdmaQueuePair pair = pair();
        ids.add(pair());
        long base = ids.add(pair);
        for (int kind : new int[] {WorkIds.RECEIVE, WorkIds.SEND, WorkIds.READ, WorkIds.WRITE}) {
            for (int number : new int[] {0, 1, (1 << 30) - 1}) {
                long id = WorkIds.of(base, kind, number);
                assertSame(pair, ids.find(id));
                assertEquals(kind, WorkIds.kind(id));
                assertEquals(number, WorkIds.number(id));
            }
        }
    }

    @Test
    void completionsOfAnEndedQueuePairFindNobody() {
        long old = ids.add(pair());
        ids.remove(old);
        assertNull(ids.find(old));
        RdmaQueuePair next = pair();
        long base = ids.add(next);
        assertNotEquals(old, base);
        assertNull(ids.find(old));
        assertSame(next, ids.find(WorkIds.of(base, WorkIds.SEND, 5)));
    }

    @Test
    void numbersBeyondAllConnectionsFindNobody() {
        assertNull(ids.find(-1));
    }
}
