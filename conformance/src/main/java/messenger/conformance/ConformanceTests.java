package messenger.conformance;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the themes of the suite have in common: a transport goes in, and each test gets a {@link Rig} around it. */
@ExtendWith(RigExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface ConformanceTests {
    /** Makes the transport for one test. */
    TransportUnderTest transport();
}
