package messenger.xio.rdma;

import java.io.IOException;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.xio.posix.Errno;
import messenger.xio.verbs.VerbsException;

/** Why connections end, in words. */
final class Faults {
    /** Reason of an InfiniBand refusal: nobody listens at that port. */
    private static final int REJECT_NO_SERVICE = 8;
    /** Reason of an InfiniBand refusal: the one who listens there does not want it. */
    private static final int REJECT_CONSUMER = 28;

    private static final int ENODEV = 19;
    private static final int EADDRNOTAVAIL = 99;
    private static final int ENETUNREACH = 101;
    private static final int ETIMEDOUT = 110;
    private static final int EHOSTUNREACH = 113;

    private static final int SUCCESS = 0;
    private static final int LOCAL_LENGTH = 1;
    private static final int LOCAL_PROTECTION = 4;
    static final int FLUSHED = 5;
    private static final int LOCAL_ACCESS = 8;
    private static final int REMOTE_INVALID_REQUEST = 9;
    private static final int REMOTE_ACCESS = 10;
    private static final int REMOTE_OPERATION = 11;
    private static final int RETRIES = 12;
    private static final int RNR_RETRIES = 13;

    private Faults() {}

    /** A work request that failed otherwise than by being flushed. */
    static LinkFault completion(String peer, int kind, int status, int vendorError) {
        String what = switch (kind) {
            case WorkIds.SEND -> "sending to " + peer;
            case WorkIds.READ -> "reading from " + peer;
            case WorkIds.WRITE -> "writing to " + peer;
            default -> "receiving from " + peer;
        };
        return switch (status) {
            case LOCAL_LENGTH ->
                fault(
                        Kind.PROTOCOL,
                        what + " failed: the datagram is longer than a receive buffer; use the same largest datagram on"
                                + " both sides");
            case REMOTE_ACCESS ->
                fault(Kind.PROTOCOL, what + " failed: its device does not allow it with the key and range it gave");
            case REMOTE_INVALID_REQUEST ->
                fault(
                        Kind.PROTOCOL,
                        what + " failed: its device refuses the request; is the datagram too long for it?");
            case REMOTE_OPERATION -> fault(Kind.PROTOCOL, what + " failed: its device could not carry it out");
            case RNR_RETRIES ->
                fault(Kind.PROTOCOL, what + " failed: it had no receive buffer for what its credits had allowed");
            case RETRIES ->
                fault(Kind.TIMEOUT, what + " failed: its device does not answer; is its host or link down?");
            case LOCAL_PROTECTION, LOCAL_ACCESS ->
                fault(
                        Kind.IO,
                        what + " failed: this side's device does not allow it with this memory, which may have been"
                                + " forgotten meanwhile");
            default -> fault(Kind.IO, what + " failed: completion status " + status + ", vendor error " + vendorError);
        };
    }

    /** Work requests were flushed, and nothing has said why. */
    static LinkFault broken(String peer) {
        return fault(
                Kind.IO,
                "The connection with " + peer
                        + " broke: the device gave back what was under way; the peer may have ended,"
                        + " or read what it was not allowed to");
    }

    /** @param reading whether something was being read from the peer; iWARP does not tell otherwise what it refuses */
    static LinkFault disconnected(String peer, boolean reading) {
        return fault(
                Kind.IO,
                peer + " closed the connection"
                        + (reading
                                ? ", while it was read from: perhaps its device does not allow that key and range"
                                : ""));
    }

    static LinkFault removed(String device, String peer) {
        return fault(
                Kind.IO,
                "RDMA device " + device + " of the connection with " + peer
                        + " has failed or was taken away; connect again" + " when it is back");
    }

    static boolean declined(ConnectionEvent event) {
        return event.status() == REJECT_CONSUMER
                || event.status() < 0 && event.privateData().hasRemaining();
    }

    /** Whoever listens there does not want the connection, and has said why in the private data. */
    static LinkFault declined(String peer) {
        return fault(Kind.IO, peer + " listens, but declined the connection");
    }

    static LinkFault refused(String peer, int status) {
        return switch (status) {
            case REJECT_CONSUMER -> declined(peer);
            case REJECT_NO_SERVICE, -Errno.ECONNREFUSED ->
                fault(Kind.REFUSED, "Nobody listens for RDMA at " + peer + "; start it, or correct the address");
            default ->
                status < 0
                        ? failed("Connecting to " + peer, status)
                        : fault(
                                Kind.REFUSED,
                                peer + " refused the connection, with reason " + status + " of InfiniBand");
        };
    }

    static LinkFault unresolved(String peer, int status) {
        return fault(
                Kind.IO,
                "No RDMA device of this host reaches " + peer + error(status)
                        + "; check that it is the address of an RDMA"
                        + " device, in the network of a device of this host ('rdma link', 'ip addr')");
    }

    static LinkFault unreachable(String peer, int status) {
        return fault(
                Kind.TIMEOUT, peer + " does not answer" + error(status) + "; is its host up, and does RDMA reach it?");
    }

    /** A call that failed. */
    static LinkFault call(String what, String peer, IOException e) {
        int errno = e instanceof VerbsException verbs ? verbs.errno() : 0;
        return switch (errno) {
            case Errno.ECONNREFUSED -> refused(peer, -errno);
            case ENODEV, EADDRNOTAVAIL, ENETUNREACH, EHOSTUNREACH -> unresolved(peer, -errno);
            case ETIMEDOUT -> unreachable(peer, -errno);
            default -> fault(Kind.IO, what + " failed: " + e.getMessage());
        };
    }

    static LinkFault failed(String what, int status) {
        return fault(status == -ETIMEDOUT ? Kind.TIMEOUT : Kind.IO, what + " failed" + error(status));
    }

    /** A number of Linux in an event, negative; or a reason of InfiniBand. */
    private static String error(int status) {
        return status == SUCCESS
                ? ""
                : status < 0
                        ? ": " + Errno.text(-status) + " (" + Errno.name(-status) + ")"
                        : ": reason " + status + " of InfiniBand";
    }

    private static LinkFault fault(Kind kind, String text) {
        return new LinkFault(kind, text);
    }
}
