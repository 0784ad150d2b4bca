package messenger.core;

import messenger.spi.Connect;

/**
 * What an acceptor does with a connect, as Ceph's messenger v1 decides it. Pure, so that the table of cases can be
 * tested; protocol, features and authorizer have been checked before.
 */
final class AcceptRules {
    private AcceptRules() {}

    /** Decisions. */
    enum Decision {
        /** A new session begins. */
        NEW,
        /** The connect is older than one seen already. */
        RETRY_GLOBAL,
        /** The connect is behind the session. */
        RETRY_SESSION,
        /** Two connects crossed, and this side's goes on. */
        WAIT,
        /** The peer resumes a session that this side does not have. */
        RESETSESSION,
        /** The session there is was lossy: it ends, and the connect is looked at again. */
        DISCARD,
        /** The link takes the session over. */
        REPLACE,
        /** The link takes over, but the peer has started anew. */
        REPLACE_RESTARTED
    }

    /**
     * The session there is for the peer's address.
     *
     * @param server this side never dials
     * @param untouched nothing was received from the peer or acknowledged by it, ever
     */
    record Existing(
            SessionState state,
            long connectSeq,
            long peerGlobalSeq,
            boolean lossy,
            boolean server,
            boolean resetCheck,
            boolean untouched) {}

    /** Decides where no session exists. */
    static Decision decide(Connect connect, boolean resetCheck) {
        return connect.connectSeq() > 0 && resetCheck ? Decision.RESETSESSION : Decision.NEW;
    }

    /**
     * Decides where a session exists.
     *
     * @param peerIsLower whether the peer's address orders before one's own
     */
    static Decision decide(Existing existing, Connect connect, boolean peerIsLower) {
        if (connect.globalSeq() < existing.peerGlobalSeq()) {
            return Decision.RETRY_GLOBAL;
        }
        if (existing.lossy()) {
            return Decision.DISCARD;
        }
        long offered = connect.connectSeq();
        long held = existing.connectSeq();
        if (offered == 0 && held > 0) {
            // a peer that heard nothing of the session may only have missed the first reply
            return existing.untouched() ? Decision.REPLACE : Decision.REPLACE_RESTARTED;
        }
        if (offered < held) {
            return Decision.RETRY_SESSION;
        }
        if (offered == held) {
            return switch (existing.state()) {
                case OPEN, STANDBY -> held == 0 ? Decision.REPLACE : Decision.RETRY_SESSION;
                default -> peerIsLower || existing.server() ? Decision.REPLACE : Decision.WAIT;
            };
        }
        return held == 0 && existing.resetCheck() ? Decision.RESETSESSION : Decision.REPLACE;
    }
}
