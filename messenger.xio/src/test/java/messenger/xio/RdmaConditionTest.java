package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The condition is there exactly while RDMA can be used. */
class RdmaConditionTest {
    private final List<String> calls = new ArrayList<>();
    private String unavailable;

    private final RdmaCondition condition = new RdmaCondition(
            new FabricProbe() {
                @Override
                public String fabric() {
                    return "rdma";
                }

                @Override
                public Finding look() {
                    return new Finding(unavailable, List.of());
                }
            },
            () -> {
                calls.add("published");
                return () -> calls.add("withdrawn");
            });

    @Test
    void comesAndGoesWithTheDevices() {
        unavailable = "no device; plug one in";
        condition.look();
        assertEquals(List.of(), calls);
        unavailable = null;
        condition.look();
        condition.look();
        assertEquals(List.of("published"), calls);
        unavailable = "no port is active";
        condition.look();
        condition.look();
        assertEquals(List.of("published", "withdrawn"), calls);
        unavailable = null;
        condition.look();
        assertEquals(List.of("published", "withdrawn", "published"), calls);
    }

    @Test
    void isWithdrawnAtTheEnd() {
        condition.look();
        condition.withdraw();
        condition.withdraw();
        assertEquals(List.of("published", "withdrawn"), calls);
    }
}
