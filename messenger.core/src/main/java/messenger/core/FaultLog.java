package messenger.core;

import messenger.spi.LinkFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what goes wrong with a session's links. On the session's strand. */
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final Session session;
    private volatile LinkFault last;
    private boolean refused;

    FaultLog(Session session) {
        this.session = session;
    }

    /** Why the last link closed, or null; from any thread. */
    LinkFault last() {
        return last;
    }

    /** A link is open: what goes wrong from now on is news. */
    void opened() {
        refused = false;
    }

    /**
     * A link has closed.
     *
     * @param afterWork whether it had carried something
     * @param usual whether that is how such sessions end
     * @return whether it is news that nobody listens at the peer's address
     */
    boolean report(LinkFault fault, boolean afterWork, boolean usual) {
        boolean repeated = !afterWork && fault.equals(last);
        last = fault;
        String text = "{}: link to {} closed: {}";
        if (repeated || usual || fault.kind() == LinkFault.Kind.LOCAL) {
            LOG.debug(text, session.endpoint().name(), session.peerAddress(), fault);
        } else {
            LOG.warn(text, session.endpoint().name(), session.peerAddress(), fault);
        }
        boolean news = fault.kind() == LinkFault.Kind.REFUSED && !refused;
        refused |= news;
        return news;
    }
}
