package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import messenger.conformance.wire.ScriptedCore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler does not return while its transport is closed: what the portal uses stays until it does. */
@Timeout(60)
class StuckHandlerTest {
    private final CountDownLatch inHandler = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Core, which takes its time over an acknowledgement. */
    private final class Stuck extends ScriptedCore {
        Stuck() {
            super(List.of("reply READY pv=1"), Runnable::run, false);
        }

        @Override
        public void ackReceived(long seq) {
            inHandler.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void fabricIsClosedWhenTheLastPortalHasEnded() throws Exception {
        XioRig rig = new XioRig(TestSettings.small());
        rig.endpoint.handlers = link -> {
            Stuck core = new Stuck();
            core.known.complete(link);
            return core;
        };
        XioRig.Opened opened = rig.open();
        opened.peer().send("u8:8 le64:1");
        inHandler.await();

        rig.messenger.close();
        assertFalse(rig.fabric.isClosed(), "the fabric that a portal still uses");

        goOn.countDown();
        while (!rig.fabric.isClosed()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(opened.fault() != null, "the link has ended");
    }
}
