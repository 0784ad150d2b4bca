package messenger.itests;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import messenger.api.Message;
import org.junit.Test;

/** A change of each key of the configuration of a transport xio, while it has a link, does what its description says. */
public class ShmEffectsIT extends TransportChanges {
    private static final int LARGE = 1 << 20;

    @Override
    Wire wire() {
        return Wire.SHM;
    }

    @Test
    public void everyKeyTakesEffectAsDescribed() throws Exception {
        endings();
        addresses();
        retries();
        ranking();
        fabrics();
        headerChecksum();
        flow();
        sizes();
        assertEveryKeyWasChanged();
    }

    private void fabrics() throws Exception {
        // whether there is a device or not, the client does not find the server there
        change("fabric", "rdma", pair -> {
            Parties.change(pair.serverTransport, Map.of("fabric", "shm"));
            pair.assertSessionGoesOn();
        });
        Path directory = Files.createTempDirectory("messenger-shm");
        change("shm.directory", directory.toString(), pair -> {
            Parties.change(pair.clientTransport, Map.of("shm.directory", directory.toString()));
            pair.assertSessionGoesOn();
        });
        // their services go first
        Await.until(() -> files(directory) == 0, () -> "the end of files of transports that are gone");
        Files.delete(directory);
        change("shm.users", "1", Pair::assertSessionGoesOn);
        change("rdma.provider", "disni", Pair::assertSessionGoesOn);
    }

    private static long files(Path directory) {
        try (Stream<Path> left = Files.list(directory)) {
            return left.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flow() throws Exception {
        change("crc.data", false, ShmEffectsIT::renewAndSendMuch);
        change("poll.spin", 0, ShmEffectsIT::renewAndSendMuch);
        change("datagram.max", 1024, ShmEffectsIT::renewAndSendMuch);
        change("credits", 8, ShmEffectsIT::renewAndSendMuch);
        change("transfer.min", LARGE + 1, ShmEffectsIT::renewAndSendMuch);
        change("transfer.depth", 1, ShmEffectsIT::renewAndSendMuch);
        change("pending.max", 1, ShmEffectsIT::renewAndSendMuch);
    }

    private static void renewAndSendMuch(Pair pair) throws Exception {
        pair.renewLink();
        Message large =
                Message.builder(Inbox.TEXT).data(ByteBuffer.allocate(LARGE)).build();
        for (int i = 0; i < 10; i++) {
            pair.connection.send(large);
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(Inbox.TEXT, pair.inbox.next().type());
        }
    }
}
