package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.spi.LinkFault;
import messenger.xio.fabric.Device;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricWorker;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.fabric.RecordingHandler;
import messenger.xio.fabric.TestRegion;
import messenger.xio.verbs.ProviderKind;
import org.junit.jupiter.api.Test;

/** What only devices can show. */
abstract class RdmaDeviceContract extends RdmaFabricContract {
    private static final long WAIT_SECONDS = Long.getLong("messenger.wait.seconds", 30);
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final String device;
    private final String type;
    private final String ethernet;

    RdmaDeviceContract(String address, String device, String type, String ethernet) {
        super(address);
        this.device = device;
        this.type = type;
        this.ethernet = ethernet;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command) + " does not end");
        assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    }

    private void removeDevice() throws Exception {
        run("rdma", "link", "delete", device);
    }

    private void addDevice() throws Exception {
        run("rdma", "link", "add", device, "type", type, "netdev", ethernet);
    }

    @Test
    void connectionsOfARemovedDeviceEndAndItsListenersListenAgainWhenItIsBack() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        TestRegion source = region(1 << 20);
        dialled.pair().export(source);
        CountDownLatch flowing = new CountDownLatch(10);
        Thread traffic = Thread.ofPlatform().start(() -> exchange(dialled, accepted, flowing));
        assertTrue(flowing.await(WAIT_SECONDS, TimeUnit.SECONDS));
        removeDevice();
        try {
            traffic.join();
            assertAll(
                    () -> assertContains("taken away", dialled.handler().closed()),
                    () -> assertContains("taken away", accepted.handler().closed()));
            Dialled without = dial(address);
            assertNotEquals(LinkFault.Kind.LOCAL, without.handler().closed().kind());
        } finally {
            addDevice();
        }
        connectAgain(address);
    }

    @Test
    void keyOfAForgottenRegionEndsThisConnectionOnly() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        Dialled other = dial(address);
        other.handler().connected();
        Accepted otherAccepted = accepted();
        TestRegion source = region(1 << 16);
        TestRegion target = region(1 << 16);
        long key = dialled.pair().export(source);
        assertTrue(server().call(() -> accepted.pair().read(target, target.address(), 100, source.address(), key, 1)));
        assertEquals(1, accepted.handler().transfer());
        fabric().forget(source);
        server().call(() -> accepted.pair().read(target, target.address(), 100, source.address(), key, 2));
        assertNotEquals(LinkFault.Kind.LOCAL, accepted.handler().closed().kind());
        assertNotEquals(LinkFault.Kind.LOCAL, dialled.handler().closed().kind());
        assertWorks(other, otherAccepted);
    }

    @Test
    void keyOfAnotherFabricEndsThisConnectionOnly() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        Dialled other = dial(address);
        other.handler().connected();
        Accepted otherAccepted = accepted();
        TestRegion secret = region(4096);
        TestRegion target = region(4096);
        try (Fabric foreign = newFabric();
                FabricWorker worker = new FabricWorker(foreign, "foreign")) {
            RecordingHandler handler = handler(worker);
            QueuePair pair = foreign.connect(worker.queue(), address, SETTINGS, ByteBuffer.wrap(HELLO), handler);
            handler.connected();
            accepted();
            long key = pair.export(secret);
            server().call(() -> accepted.pair().read(target, target.address(), 16, secret.address(), key, 1));
            assertNotEquals(LinkFault.Kind.LOCAL, accepted.handler().closed().kind());
            assertEquals(0, target.bytes().get(ValueLayout.JAVA_LONG, 0));
            assertWorks(other, otherAccepted);
        }
    }

    private static void assertWorks(Dialled dialled, Accepted accepted) throws Exception {
        send(dialled.pair(), HELLO);
        assertArrayEquals(HELLO, accepted.handler().datagram());
    }

    @Test
    void whatIsWrittenIsThereBeforeWhatIsSentLater() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        TestRegion source = region(1 << 20);
        TestRegion target = region(1 << 20);
        source.bytes().fill((byte) 7);
        long key = accepted.pair().admitWrites(target, target.address() + 100, 1 << 19);
        for (int i = 0; i < 10; i++) {
            assertTrue(dialled.pair().write(source, source.address(), 1 << 19, target.address() + 100, key, i));
            send(dialled.pair(), HELLO);
            accepted.handler().datagram();
            assertEquals(
                    -1,
                    source.bytes().asSlice(0, 1 << 19).mismatch(target.bytes().asSlice(100, 1 << 19)));
            assertEquals(i, dialled.handler().transfer());
            target.bytes().fill((byte) 0);
        }
    }

    @Test
    void writeThatIsNotAdmittedAnyMoreChangesNothingAndEndsThisConnectionOnly() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        Dialled other = dial(address);
        other.handler().connected();
        Accepted otherAccepted = accepted();
        TestRegion source = region(4096);
        TestRegion target = region(4096);
        source.bytes().fill((byte) 7);
        long key = accepted.pair().admitWrites(target, target.address(), 64);
        accepted.pair().refuseWrites(key);
        dialled.pair().write(source, source.address(), 64, target.address(), key, 1);
        assertNotEquals(LinkFault.Kind.LOCAL, dialled.handler().closed().kind());
        assertEquals(0, target.bytes().get(ValueLayout.JAVA_LONG, 0));
        assertWorks(other, otherAccepted);
    }

    @Test
    void exportedMemoryCannotBeWrittenTo() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        TestRegion source = region(4096);
        TestRegion target = region(4096);
        source.bytes().fill((byte) 7);
        long key = accepted.pair().export(target);
        dialled.pair().write(source, source.address(), 64, target.address(), key, 1);
        assertNotEquals(LinkFault.Kind.LOCAL, dialled.handler().closed().kind());
        assertEquals(0, target.bytes().get(ValueLayout.JAVA_LONG, 0));
    }

    @Test
    void oneWorkerHasMoreConnectionsThanACompletionQueueHolds() throws Exception {
        QueueSettings deep = new QueueSettings(64, 1500, 16, 4);
        InetSocketAddress address = listen(deep);
        for (int i = 0; i < 8; i++) {
            Dialled dialled = dial(address, deep);
            dialled.handler().connected();
            assertWorks(dialled, accepted());
        }
    }

    @Test
    void readOf64MiBCopiesAll() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        int length = 64 << 20;
        TestRegion source = region(length);
        TestRegion target = region(length);
        for (long at = 0; at < length; at += Long.BYTES) {
            source.bytes().set(ValueLayout.JAVA_LONG, at, at * 31);
        }
        long key = dialled.pair().export(source);
        int chunk = 4 << 20;
        int ended = 0;
        for (int at = 0; at < length; ) {
            long from = at;
            boolean begun = server().call(() -> accepted.pair()
                    .read(target, target.address() + from, chunk, source.address() + from, key, from / chunk));
            if (begun) {
                at += chunk;
            } else {
                // as many are under way as may be
                assertEquals(ended++, accepted.handler().transfer());
            }
        }
        while (ended < length / chunk) {
            assertEquals(ended++, accepted.handler().transfer());
        }
        assertEquals(-1, source.bytes().mismatch(target.bytes()));
    }

    @Test
    void datagramsBeyondThePeersBuffersCloseTheConnection() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        CountDownLatch closed = new CountDownLatch(1);
        Thread blocked = Thread.ofPlatform().start(() -> block(closed));
        while (!dialled.handler().isClosed()) {
            ByteBuffer buffer = dialled.pair().claim();
            if (buffer == null) {
                Thread.onSpinWait();
            } else {
                dialled.pair().post(buffer.putLong(1));
                dialled.pair().flush();
            }
        }
        closed.countDown();
        blocked.join();
        assertNotEquals(LinkFault.Kind.LOCAL, dialled.handler().closed().kind());
        assertNotEquals(LinkFault.Kind.LOCAL, accepted.handler().closed().kind());
    }

    private void block(CountDownLatch until) {
        try {
            server().call(() -> until.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void settingsBeyondTheDeviceAreNamed() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address, new QueueSettings(64, 10_000_000, 16, 4));
        assertContains("receive depth", dialled.handler().closed());
        assertContains(device, dialled.handler().closed());
        Dialled other = dial(address);
        other.handler().connected();
        assertWorks(other, accepted());
    }

    @Test
    void whatWasSentArrivesThoughTheConnectionIsClosedAtOnce() throws Exception {
        InetSocketAddress address = listen();
        for (int i = 0; i < 10; i++) {
            Dialled dialled = dial(address);
            dialled.handler().connected();
            Accepted accepted = accepted();
            send(dialled.pair(), pattern(4000, i));
            dialled.pair().close(LinkFault.local("said all"));
            assertArrayEquals(pattern(4000, i), accepted.handler().datagram());
            assertEquals(LinkFault.Kind.IO, accepted.handler().closed().kind());
        }
    }

    @Test
    void manyConnectionsLeaveNoDescriptorsAndNoMemory() throws Exception {
        InetSocketAddress address = listen(new QueueSettings(256, 8, 8, 2));
        connectAndClose(address, 10);
        int before = descriptors();
        connectAndClose(address, 50);
        assertEquals(before, descriptors());
    }

    private void connectAndClose(InetSocketAddress address, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Dialled dialled = dial(address, new QueueSettings(256, 8, 8, 2));
            dialled.handler().connected();
            Accepted accepted = accepted();
            dialled.pair().close(LinkFault.local("next"));
            dialled.handler().closed();
            accepted.handler().closed();
        }
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void deviceIsDescribed() {
        Device described = fabric().devices().stream()
                .filter(each -> each.name().equals(device))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("1: ACTIVE"), described.state());
        assertFalse(described.addresses().isEmpty());
        assertTrue(described.limits().stream().anyMatch(limit -> limit.startsWith("queue pairs ")));
        assertTrue(RdmaAvailability.check(ProviderKind.OWN).available());
    }

    private static void assertContains(String expected, LinkFault fault) {
        assertTrue(fault.text().contains(expected), fault.text());
    }

    /** Sends one datagram after the other until the connection has closed. */
    private static void exchange(Dialled dialled, Accepted accepted, CountDownLatch flowing) {
        try {
            while (!dialled.handler().isClosed()) {
                ByteBuffer buffer = dialled.pair().claim();
                if (buffer != null) {
                    dialled.pair().post(buffer.putLong(1));
                    dialled.pair().flush();
                    while (!accepted.handler().hasDatagram()
                            && !dialled.handler().isClosed()
                            && !accepted.handler().isClosed()) {
                        Thread.onSpinWait();
                    }
                    if (accepted.handler().hasDatagram()) {
                        accepted.handler().datagram();
                        flowing.countDown();
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void connectAgain(InetSocketAddress address) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
            Outcome outcome = new Outcome(client());
            QueuePair pair = fabric().connect(client().queue(), address, SETTINGS, ByteBuffer.wrap(HELLO), outcome);
            if (outcome.connected.get(WAIT_SECONDS, TimeUnit.SECONDS)) {
                Accepted accepted = accepted();
                send(pair, HELLO);
                assertArrayEquals(HELLO, accepted.handler().datagram());
                return;
            }
            assertTrue(
                    System.nanoTime() < end, () -> "no connection within " + WAIT_SECONDS + " s: " + outcome.reason());
        }
    }

    /** Tells whether a connection came about. */
    private static final class Outcome extends RecordingHandler {
        private final CompletableFuture<Boolean> connected = new CompletableFuture<>();

        Outcome(FabricWorker worker) {
            super(worker);
        }

        @Override
        public void connected(ByteBuffer privateData) {
            super.connected(privateData);
            connected.complete(true);
        }

        @Override
        public void closed(LinkFault fault) {
            super.closed(fault);
            connected.complete(false);
        }

        String reason() {
            try {
                return closed().text();
            } catch (Exception e) {
                return e.toString();
            }
        }
    }
}
