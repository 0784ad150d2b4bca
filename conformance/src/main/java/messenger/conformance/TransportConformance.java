package messenger.conformance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** All themes of the suite: a transport's test class extends this and supplies {@link #transport}. */
public abstract class TransportConformance {
    /** Tag of the themes that take minutes where code is emulated. */
    public static final String LONG = "long";

    /** Makes the transport for one test. */
    protected abstract TransportUnderTest transport();

    /** Hands each theme the transport of the test class around it. */
    abstract class Theme implements ConformanceTests {
        @Override
        public TransportUnderTest transport() {
            return TransportConformance.this.transport();
        }
    }

    @Nested
    class Exchange extends Theme implements ExchangeTests {}

    @Nested
    class Typed extends Theme implements TypedMessageTests {}

    @Nested
    class Dispatching extends Theme implements DispatchTests {}

    @Nested
    class Requests extends Theme implements RequestTests {}

    @Nested
    class Acknowledgements extends Theme implements AcknowledgementTests {}

    @Nested
    class Addresses extends Theme implements AddressTests {}

    @Nested
    class Separate extends Theme implements SeparateTests {}

    @Nested
    class Lossy extends Theme implements LossyTests {}

    @Nested
    class Lossless extends Theme implements LosslessTests {}

    @Nested
    class Standby extends Theme implements StandbyTests {}

    @Nested
    class Negotiation extends Theme implements NegotiationTests {}

    @Nested
    class Idle extends Theme implements IdleTests {}

    @Nested
    @Tag(LONG)
    class Replay extends Theme implements ReplayTests {}

    @Nested
    @Tag(LONG)
    class Handshakes extends Theme implements HandshakeFailureTests {}

    @Nested
    class Swapping extends Theme implements SwapTests {}

    @Nested
    class Withdrawal extends Theme implements WithdrawalTests {}

    @Nested
    @Tag(LONG)
    class Races extends Theme implements RaceTests {}

    @Nested
    class MarkDown extends Theme implements MarkDownTests {}

    @Nested
    class Throttles extends Theme implements ThrottleTests {}

    @Nested
    class Stores extends Theme implements StoreTests {}

    @Nested
    @Tag(LONG)
    class Memory extends Theme implements MemoryTests {}

    @Nested
    class Priorities extends Theme implements PriorityTests {}

    @Nested
    @Tag(LONG)
    class Stress extends Theme implements StressTests {}

    @Nested
    class Shutdown extends Theme implements ShutdownTests {}
}
