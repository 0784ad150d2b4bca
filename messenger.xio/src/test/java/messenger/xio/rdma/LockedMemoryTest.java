package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.xio.verbs.ProviderKind;
import org.junit.jupiter.api.Test;

class LockedMemoryTest {
    @Test
    void adviceNamesTheLimitIfThereIsOne() {
        long limit = LockedMemory.limit();
        assertTrue(limit >= 0);
        String advice = LockedMemory.advice(1000);
        assertEquals(limit != Long.MAX_VALUE, advice.contains("RLIMIT_MEMLOCK"), advice);
    }

    @Test
    void availabilityHasAReason() {
        RdmaAvailability found = RdmaAvailability.check(ProviderKind.OWN);
        assertFalse(found.reason().isBlank());
        assertEquals(found.reason(), RdmaAvailability.check().reason());
    }
}
