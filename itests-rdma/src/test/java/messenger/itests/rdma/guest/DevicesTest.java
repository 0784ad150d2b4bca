package messenger.itests.rdma.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other tests find in the virtual machine. */
@Tag("rdma")
class DevicesTest {
    @ParameterizedTest
    @CsvSource({"rxe0, 1: CA, 10.77.0.1", "siw0, 4: RNIC, 10.77.1.1"})
    void deviceIsActiveAtItsAddress(String name, String type, String address) throws IOException {
        Path device = Path.of("/sys/class/infiniband", name);

        assertTrue(Files.isDirectory(device), () -> device + " is missing");
        assertEquals(
                "4: ACTIVE", Files.readString(device.resolve("ports/1/state")).strip());
        assertEquals(type, Files.readString(device.resolve("node_type")).strip());
        assertNotNull(NetworkInterface.getByInetAddress(InetAddress.getByName(address)), address);
    }

    @ParameterizedTest
    @CsvSource({"/dev/infiniband/rdma_cm", "/dev/infiniband/uverbs0", "/dev/infiniband/uverbs1"})
    void deviceFileCanBeOpened(Path file) {
        assertTrue(Files.isReadable(file) && Files.isWritable(file), file::toString);
    }
}
