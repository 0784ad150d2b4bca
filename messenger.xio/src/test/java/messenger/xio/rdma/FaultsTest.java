package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.disni.verbs.IbvWC.IbvWcStatus;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.xio.posix.Errno;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String PEER = "10.77.0.1:6800";

    private static void assertFault(Kind kind, String text, LinkFault fault) {
        assertEquals(kind, fault.kind());
        assertTrue(fault.text().contains(PEER), fault.text());
        assertTrue(fault.text().contains(text), fault.text());
    }

    private static LinkFault completion(IbvWcStatus status) {
        return Faults.completion(PEER, WorkIds.READ, status.ordinal(), 3);
    }

    @Test
    void failedWorkRequestsAreNamed() {
        assertEquals(Faults.FLUSHED, IbvWcStatus.IBV_WC_WR_FLUSH_ERR.ordinal());
        assertFault(Kind.PROTOCOL, "key", completion(IbvWcStatus.IBV_WC_REM_ACCESS_ERR));
        assertFault(Kind.PROTOCOL, "receive buffer", completion(IbvWcStatus.IBV_WC_RNR_RETRY_EXC_ERR));
        assertFault(Kind.PROTOCOL, "largest datagram", completion(IbvWcStatus.IBV_WC_LOC_LEN_ERR));
        assertFault(Kind.TIMEOUT, "does not answer", completion(IbvWcStatus.IBV_WC_RETRY_EXC_ERR));
        assertFault(Kind.IO, "status 21, vendor error 3", completion(IbvWcStatus.IBV_WC_GENERAL_ERR));
    }

    @Test
    void refusalsTellWhetherSomebodyListens() {
        assertFault(Kind.REFUSED, "Nobody listens", Faults.refused(PEER, 8));
        assertFault(Kind.REFUSED, "Nobody listens", Faults.refused(PEER, -Errno.ECONNREFUSED));
        assertFault(Kind.IO, "declined", Faults.refused(PEER, 28));
        assertFault(Kind.IO, "ECONNRESET", Faults.refused(PEER, -Errno.ECONNRESET));
    }

    @Test
    void peerThatDoesNotAnswerIsATimeout() {
        assertFault(Kind.TIMEOUT, "ETIMEDOUT", Faults.unreachable(PEER, -110));
        assertFault(Kind.IO, "No RDMA device", Faults.unresolved(PEER, -19));
    }
}
