package messenger.spi;

import messenger.api.EntityName;
import messenger.api.EntityType;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Proves this side's identity and checks the peer's, in the handshake. Registered as an OSGi service with the property
 * {@code messenger.authorizer}, by which an endpoint's configuration names it; {@code none} is built in. Called on
 * receiving threads, so it must not wait.
 */
@ConsumerType
public interface Authorizer {
    /**
     * The proof to send to a peer.
     *
     * @param renew whether the peer has refused the last one, so that it must be made anew
     */
    AuthorizerData prove(EntityName self, EntityType peer, boolean renew);

    /** Answers a challenge that the peer sent in reply to {@code sent}. */
    default AuthorizerData answer(EntityName self, EntityType peer, AuthorizerData sent, byte[] challenge) {
        throw new UnsupportedOperationException(getClass().getName() + " answers no challenges");
    }

    /** Checks a dialler's proof. */
    Verdict verify(EntityName self, EntityType peer, AuthorizerData proof);

    /** Checks the acceptor's proof in a successful reply; false closes the link. */
    default boolean verifyReply(EntityType peer, AuthorizerData sent, byte[] reply) {
        return true;
    }

    /**
     * What {@link #verify} found.
     *
     * @param outcome the decision
     * @param reply bytes for the reply: the acceptor's proof, or the challenge
     * @param reason why it was refused, for the log
     */
    record Verdict(Outcome outcome, byte[] reply, String reason) {
        /** Decisions. */
        public enum Outcome {
            ACCEPTED,
            REFUSED,
            CHALLENGED
        }

        public static Verdict accepted(byte[] reply) {
            return new Verdict(Outcome.ACCEPTED, reply, "");
        }

        public static Verdict refused(String reason) {
            return new Verdict(Outcome.REFUSED, new byte[0], reason);
        }

        public static Verdict challenged(byte[] challenge) {
            return new Verdict(Outcome.CHALLENGED, challenge, "");
        }
    }
}
