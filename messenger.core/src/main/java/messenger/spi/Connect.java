package messenger.spi;

import java.util.Objects;
import messenger.api.EntityType;

/**
 * What the dialling side says to begin or resume a session (messenger v1: connect).
 *
 * @param features bits offered
 * @param hostType kind of the dialling party
 * @param globalSeq the dialler's count of attempts, unsigned 32 bits
 * @param connectSeq 0 for a new session, unsigned 32 bits
 * @param protocolVersion see {@link Transport#protocolVersion}
 * @param authorizer proof of identity
 * @param lossy the dialler's policy
 * @param control whether the dialler takes control frames ({@link Link#control})
 * @param session the id of the session to be resumed; null for a new one, or if the peer was told none
 */
public record Connect(
        long features,
        EntityType hostType,
        long globalSeq,
        long connectSeq,
        int protocolVersion,
        AuthorizerData authorizer,
        boolean lossy,
        boolean control,
        SessionId session) {
    public Connect {
        Objects.requireNonNull(hostType, "hostType");
        Objects.requireNonNull(authorizer, "authorizer");
    }

    /** As messenger v1 has it: without control frames. */
    public Connect(
            long features,
            EntityType hostType,
            long globalSeq,
            long connectSeq,
            int protocolVersion,
            AuthorizerData authorizer,
            boolean lossy) {
        this(features, hostType, globalSeq, connectSeq, protocolVersion, authorizer, lossy, false, null);
    }
}
