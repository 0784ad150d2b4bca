package messenger.spi;

import java.util.Objects;

/**
 * The accepting side's answer (messenger v1: connect_reply).
 *
 * @param tag the decision
 * @param features bits of the accepting side, see the tag
 * @param globalSeq for RETRY_GLOBAL the highest seen, on success the acceptor's own, unsigned 32 bits
 * @param connectSeq for RETRY_SESSION the one wanted, on success the session's, unsigned 32 bits
 * @param protocolVersion the acceptor's, for BADPROTOVER the wanted one
 * @param authorizer the acceptor's own proof or a challenge; may be empty
 * @param lossy the acceptor's policy, which decides
 * @param control whether both sides take control frames on this link
 */
public record ConnectReply(
        ReplyTag tag,
        long features,
        long globalSeq,
        long connectSeq,
        int protocolVersion,
        byte[] authorizer,
        boolean lossy,
        boolean control) {
    public ConnectReply {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(authorizer, "authorizer");
    }

    /** As messenger v1 has it: without control frames. */
    public ConnectReply(
            ReplyTag tag,
            long features,
            long globalSeq,
            long connectSeq,
            int protocolVersion,
            byte[] authorizer,
            boolean lossy) {
        this(tag, features, globalSeq, connectSeq, protocolVersion, authorizer, lossy, false);
    }
}
