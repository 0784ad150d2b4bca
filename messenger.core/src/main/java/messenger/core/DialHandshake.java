package messenger.core;

import messenger.api.EntityType;
import messenger.spi.Authorizer;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.ReplyTag;

/** The dialling side's part of a session's handshake: what it says, and how it takes the answers. On the session's strand. */
final class DialHandshake {
    private final Session session;
    private final CoreEndpoint endpoint;
    private final EntityType peerType;

    DialHandshake(Session session) {
        this.session = session;
        this.endpoint = session.endpoint();
        this.peerType = session.peerType();
    }

    private Authorizer authorizer() {
        return endpoint.authorizer();
    }

    /**
     * Sends a connect.
     *
     * @param above the attempt's global number is to be higher than this
     */
    void connect(LinkDriver driver, long above) {
        long attempt = endpoint.nextGlobalSeq(above);
        session.globalSeq(attempt);
        if (driver.proof == null || driver.renewProof) {
            driver.proof = authorizer().prove(endpoint.name(), peerType, driver.renewProof);
        }
        driver.connect = new Connect(
                session.policy().featuresSupported(),
                endpoint.name().type(),
                attempt,
                session.connectSeqFor(driver),
                driver.transport().protocolVersion(peerType, true),
                driver.proof,
                session.policy().lossy(),
                !session.policy().lossy(),
                session.acquaintance().id());
        driver.link().connect(driver.connect);
    }

    /** The acceptor has answered. */
    void replied(LinkDriver driver, ConnectReply reply) {
        boolean done = reply.tag() == ReplyTag.READY || reply.tag() == ReplyTag.SEQ;
        if (!done && ++driver.rounds > LinkDriver.MAX_ROUNDS) {
            session.refuse(driver, "answered " + driver.rounds + " connects in a row with " + reply.tag());
            return;
        }
        if (driver != session.current() && !suitsCandidate(reply.tag())) {
            session.refuse(
                    driver, "answers " + reply.tag() + " to a connect that is to take over from the present link");
            return;
        }
        switch (reply.tag()) {
            case RETRY_GLOBAL -> connect(driver, reply.globalSeq());
            case RETRY_SESSION -> retrySession(driver, reply);
            case RESETSESSION -> {
                session.lose("the peer has no such session");
                connect(driver, 0);
            }
            case WAIT -> session.parkFor(driver);
            case BADAUTHORIZER -> retryAuthorizer(driver);
            case CHALLENGE_AUTHORIZER -> {
                driver.proof = authorizer().answer(endpoint.name(), peerType, driver.proof, reply.authorizer());
                connect(driver, 0);
            }
            case BADPROTOVER ->
                session.refuse(
                        driver,
                        "speaks protocol version " + reply.protocolVersion() + ", this side "
                                + driver.connect.protocolVersion() + "; check that the peer is a " + peerType);
            case FEATURES ->
                session.refuse(
                        driver,
                        "requires features 0x"
                                + Long.toHexString(
                                        reply.features() & ~session.policy().featuresSupported())
                                + " which the policy for " + peerType + " does not support");
            case READY, SEQ -> agreed(driver, reply);
        }
    }

    /** Whether an answer leaves a session as it is that another link carries. */
    private static boolean suitsCandidate(ReplyTag tag) {
        return switch (tag) {
            case READY, RETRY_SESSION, RESETSESSION, WAIT -> false;
            default -> true;
        };
    }

    private void retrySession(LinkDriver driver, ConnectReply reply) {
        if (reply.connectSeq() <= session.connectSeq()) {
            session.refuse(driver, "wants connect_seq " + reply.connectSeq() + " after " + session.connectSeq());
            return;
        }
        session.connectSeq(reply.connectSeq());
        connect(driver, 0);
    }

    private void retryAuthorizer(LinkDriver driver) {
        if (driver.renewProof) {
            session.refuse(
                    driver,
                    "refuses the authorizer (protocol " + driver.proof.protocol() + "); check authorizer and identity");
            return;
        }
        driver.renewProof = true;
        connect(driver, 0);
    }

    private void agreed(LinkDriver driver, ConnectReply reply) {
        long missing = session.policy().featuresRequired() & ~reply.features();
        if (missing != 0) {
            session.refuse(driver, "lacks the required features 0x" + Long.toHexString(missing));
        } else if (reply.connectSeq() != driver.connect.connectSeq() + 1) {
            session.refuse(
                    driver, "answers connect_seq " + driver.connect.connectSeq() + " with " + reply.connectSeq());
        } else if (!authorizer().verifyReply(peerType, driver.proof, reply.authorizer())) {
            session.refuse(driver, "does not prove its identity (authorizer protocol " + driver.proof.protocol() + ")");
        } else {
            driver.reply = reply;
            if (reply.tag() == ReplyTag.READY) {
                session.join(driver);
            }
        }
    }
}
