package messenger.core;

import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.Features;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The acceptor's first look at a connect: protocol, features, identity; then it goes to the session it belongs to. */
final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final byte[] NOTHING = new byte[0];

    private final CoreEndpoint endpoint;

    Acceptance(CoreEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Answers a connect, or has its session answer it. */
    void decide(LinkDriver driver, Connect connect) {
        if (++driver.rounds > LinkDriver.MAX_ROUNDS) {
            driver.link()
                    .close(new LinkFault(
                            LinkFault.Kind.PROTOCOL,
                            "peer " + driver.describePeer() + " sent " + driver.rounds + " connects on one link; its"
                                    + " log may say what it wants"));
            return;
        }
        Policy policy = endpoint.policy(connect.hostType());
        long missing = policy.featuresRequired() & ~connect.features();
        int version = driver.transport().protocolVersion(connect.hostType(), false);
        if (driver.peer() == null || connect.hostType() == EntityType.UNKNOWN) {
            driver.link()
                    .close(new LinkFault(
                            LinkFault.Kind.PROTOCOL,
                            "peer " + driver.describePeer() + " is of an unknown entity type"));
        } else if (connect.protocolVersion() != version) {
            refuse(
                    driver,
                    ReplyTag.BADPROTOVER,
                    "speaks protocol version " + connect.protocolVersion() + ", not " + version);
        } else if (missing != 0) {
            refuse(driver, ReplyTag.FEATURES, "lacks the required features 0x" + Long.toHexString(missing));
        } else if (isAuthorized(driver, connect.hostType(), connect.authorizer())) {
            route(driver, connect);
        }
    }

    private boolean isAuthorized(LinkDriver driver, EntityType type, AuthorizerData proof) {
        Authorizer.Verdict verdict = endpoint.authorizer().verify(endpoint.name(), type, proof);
        driver.ownProof = verdict.reply();
        switch (verdict.outcome()) {
            case ACCEPTED -> {
                return true;
            }
            case CHALLENGED -> answer(driver, ReplyTag.CHALLENGE_AUTHORIZER, 0, 0);
            case REFUSED -> {
                driver.ownProof = NOTHING;
                refuse(driver, ReplyTag.BADAUTHORIZER, "is not authorized: " + verdict.reason());
            }
        }
        return false;
    }

    private void refuse(LinkDriver driver, ReplyTag tag, String what) {
        if (driver.rounds == 1) {
            LOG.warn("{}: peer {} {}; it was answered {}", endpoint.name(), driver.describePeer(), what, tag);
        }
        answer(driver, tag, 0, 0);
    }

    private void route(LinkDriver driver, Connect connect) {
        EntityAddress peer = driver.peer();
        if (endpoint.isShutDown()) {
            driver.link().close(LinkFault.local("endpoint " + endpoint.name() + " is shut down"));
            return;
        }
        Session existing = endpoint.sessions().find(peer);
        if (existing == null) {
            if (AcceptRules.decide(connect, endpoint.policy(connect.hostType()).resetCheck())
                    == AcceptRules.Decision.RESETSESSION) {
                answer(driver, ReplyTag.RESETSESSION, 0, 0);
                return;
            }
            Session made = Session.accepting(endpoint, connect.hostType(), peer);
            if (endpoint.sessions().add(peer, made)) {
                made.post(() -> made.adopt(driver, connect, false));
            } else {
                route(driver, connect);
            }
            return;
        }
        existing.post(() -> {
            boolean met = existing.isClosed() || !existing.peerAddress().hasAnyNonce() || existing.meet(peer);
            if (met) {
                existing.accept(driver, connect);
            } else {
                route(driver, connect);
            }
        });
    }

    /** Whether the reply to a connect exchanges sequence numbers. */
    boolean exchangesSeq(Connect connect) {
        return (connect.features() & Features.RECONNECT_SEQ) != 0;
    }

    /** Sends a reply: on success with all features of this side, else with those in common and those required. */
    void answer(LinkDriver driver, ReplyTag tag, long globalSeq, long connectSeq) {
        Connect connect = driver.connect;
        Policy policy = driver.session() == null
                ? endpoint.policy(connect.hostType())
                : driver.session().policy();
        boolean success = tag == ReplyTag.READY || tag == ReplyTag.SEQ;
        boolean control = success && connect.control() && !policy.lossy();
        driver.agreed(control);
        driver.link()
                .reply(new ConnectReply(
                        tag,
                        success
                                ? policy.featuresSupported()
                                : (policy.featuresSupported() & connect.features()) | policy.featuresRequired(),
                        globalSeq,
                        connectSeq,
                        driver.transport().protocolVersion(connect.hostType(), false),
                        driver.ownProof,
                        policy.lossy(),
                        control));
    }
}
