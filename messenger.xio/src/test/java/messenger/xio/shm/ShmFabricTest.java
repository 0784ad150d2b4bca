package messenger.xio.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import messenger.spi.LinkFault;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricContract;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.fabric.TestRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShmFabricTest extends FabricContract {
    private static final int CONNECTIONS = 1000;

    @TempDir
    private Path directory;

    @Override
    protected Fabric newFabric() throws Exception {
        return new ShmFabric(directory.resolve("sockets"), Set.of());
    }

    @Override
    protected InetSocketAddress bindAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    protected TestRegion newRegion(long length) throws Exception {
        return new MemfdRegion(length);
    }

    @Test
    void whatWasSentBeforeAnOrderlyCloseStillArrives() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        for (int round = 0; round < SETTINGS.receiveDepth(); round++) {
            dialled.pair().post(dialled.pair().claim().putInt(round));
        }
        dialled.pair().close(LinkFault.local("that was all"));
        for (int round = 0; round < SETTINGS.receiveDepth(); round++) {
            assertEquals(round, accepted.handler().datagram()[0]);
        }
        LinkFault fault = accepted.handler().closed();
        assertEquals(LinkFault.Kind.IO, fault.kind());
        assertTrue(fault.text().contains("that was all"), fault.text());
    }

    @Test
    void senderThatOverrunsThePeerWaitsForRoom() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            ByteBuffer buffer = dialled.pair().claim();
            while (buffer == null) {
                dialled.pair().flush();
                dialled.handler().awaitSendable();
                buffer = dialled.pair().claim();
            }
            dialled.pair().post(buffer.putInt(i));
        }
        dialled.pair().flush();
        for (int i = 0; i < count; i++) {
            assertEquals(
                    i,
                    ByteBuffer.wrap(accepted.handler().datagram())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt());
        }
    }

    @Test
    void sidesOfDifferentSettingsAgreeOnTheLesser() throws Exception {
        Dialled dialled = dial(listen(new QueueSettings(1024, 3, 3, 1)), new QueueSettings(2048, 50, 50, 1));
        dialled.handler().connected();
        Accepted accepted = accepted();
        assertEquals(1024, dialled.pair().claim().capacity());
        assertEquals(1024, accepted.pair().claim().capacity());
        for (int i = 0; i < 50; i++) {
            accepted.pair().post(accepted.pair().claim().put(pattern(1024, i)));
        }
        accepted.pair().flush();
        for (int i = 0; i < 50; i++) {
            assertArrayEquals(pattern(1024, i), dialled.handler().datagram());
        }
    }

    @Test
    void listenerAtAllAddressesIsReachedByOneOfThisHost() throws Exception {
        try (FabricListener all = fabric().listen(
                        server().queue(),
                        new InetSocketAddress(0),
                        incoming -> incoming.reject(ByteBuffer.allocate(0)))) {
            dial(new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), all.address().getPort()))
                    .handler()
                    .refused();
        }
    }

    @Test
    void aThousandConnectionsExchangeSleepAndLeaveNothing() throws Exception {
        Set<String> descriptors = OpenFiles.descriptors();
        long mappings = OpenFiles.mappings();
        QueueSettings small = new QueueSettings(512, 8, 8, 1);
        InetSocketAddress address = listen(small);
        List<Dialled> dialled = new ArrayList<>();
        List<Accepted> accepted = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            dialled.add(dial(address, small));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            dialled.get(i).handler().connected();
            accepted.add(accepted());
        }
        for (int round = 0; round < 3; round++) {
            awaitSleep(server());
            awaitSleep(client());
            for (int i = 0; i < CONNECTIONS; i++) {
                send(dialled.get(i).pair(), pattern(9, round));
                send(accepted.get(i).pair(), pattern(17, round));
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                assertArrayEquals(pattern(9, round), accepted.get(i).handler().datagram());
                assertArrayEquals(pattern(17, round), dialled.get(i).handler().datagram());
            }
        }
        dialled.forEach(one -> one.pair().close(LinkFault.local("done")));
        for (int i = 0; i < CONNECTIONS; i++) {
            assertNotNull(dialled.get(i).handler().closed());
            assertNotNull(accepted.get(i).handler().closed());
        }
        closeListener();
        assertEquals(0, server().call(() -> 0) + client().call(() -> 0));
        assertEquals(mappings, OpenFiles.mappings());
        assertEquals(Set.of(), OpenFiles.openedSince(descriptors));
    }
}
