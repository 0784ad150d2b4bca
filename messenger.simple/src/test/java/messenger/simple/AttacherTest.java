package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.api.EntityAddress;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.spi.support.Attacher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Comes and goes with its endpoint, and takes over changed settings. */
@Timeout(60)
class AttacherTest {
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final BlockingQueue<SimpleMessenger> published = new LinkedBlockingQueue<>();
    private final BlockingQueue<SimpleMessenger> withdrawn = new LinkedBlockingQueue<>();
    private final Attacher<SimpleMessenger, SimpleSettings> attacher =
            new Attacher<>(SimpleComponent.KIND, Settings.listening(), messenger -> {
                published.add(messenger);
                return () -> withdrawn.add(messenger);
            });

    @AfterEach
    void stop() {
        attacher.gone(endpoint);
    }

    private SimpleMessenger nextPublished() throws InterruptedException {
        return published.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void isPublishedWhileTheEndpointIsThere() throws Exception {
        attacher.appeared(endpoint);
        attacher.appeared(new FakeEndpoint());
        SimpleMessenger messenger = nextPublished();
        assertEquals(1, messenger.addresses().size());
        attacher.gone(endpoint);
        assertEquals(messenger, withdrawn.poll());
        assertTrue(messenger.isClosed() && endpoint.detached);
        attacher.appeared(endpoint);
        assertNotSame(messenger, nextPublished());
    }

    @Test
    void changedSettingsKeepTheMessenger() throws Exception {
        attacher.appeared(endpoint);
        SimpleMessenger messenger = nextPublished();
        EntityAddress before = messenger.addresses().getFirst();
        SimpleSettings changed =
                Settings.builder().bind(Settings.ANY_LOCAL).crcData(false).build();
        attacher.settings(changed);
        assertEquals(changed, messenger.settings());
        assertEquals(before, messenger.addresses().getFirst());
        assertTrue(published.isEmpty() && withdrawn.isEmpty());
    }

    @Test
    void changedAddressesKeepLinks() throws Exception {
        attacher.appeared(endpoint);
        SimpleMessenger messenger = nextPublished();
        EntityAddress before = messenger.addresses().getFirst();
        RecordingHandler core = new RecordingHandler();
        try (SimpleMessenger other = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            other.dial(before, core);
            core.await("identified");
            attacher.settings(Settings.builder()
                    .bind(Settings.ANY_LOCAL, Settings.ANY_LOCAL)
                    .build());
            while (messenger.addresses().size() < 2) {
                Thread.onSpinWait();
            }
            assertNull(core.fault);
            assertFalse(messenger.isClosed());
        }
    }

    @Test
    void changedThreadsAttachAnew() throws Exception {
        attacher.appeared(endpoint);
        SimpleMessenger messenger = nextPublished();
        attacher.settings(Settings.builder().threads(2).build());
        assertEquals(messenger, withdrawn.poll());
        assertNotSame(messenger, nextPublished());
    }

    @Test
    void failedBindIsTriedAgainWithChangedSettings() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:" + used.getLocalPort());
            attacher.settings(Settings.builder().bind(address).build());
            attacher.appeared(endpoint);
            attacher.settings(Settings.listening());
            assertEquals(1, nextPublished().addresses().size());
        }
    }

    @Test
    void failedBindIsTriedAgainWhenAsked() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:" + used.getLocalPort());
            attacher.settings(
                    Settings.builder().bind(address).bindRetry(0, Duration.ZERO).build());
            attacher.appeared(endpoint);
            while (isBinding()) {
                Thread.onSpinWait();
            }
            assertTrue(published.isEmpty());
        }
        attacher.retry();
        SimpleMessenger messenger = nextPublished();
        attacher.retry();
        assertTrue(withdrawn.isEmpty() && !messenger.isClosed(), "one that is up is left alone");
    }

    private static boolean isBinding() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("messenger-simple-bind-osd.0"));
    }

    @Test
    void goneWhileItWaitsForItsPort() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:" + used.getLocalPort());
            attacher.settings(Settings.builder()
                    .bind(address)
                    .bindRetry(10, Duration.ofHours(1))
                    .build());
            attacher.appeared(endpoint);
            attacher.gone(endpoint);
            assertTrue(endpoint.detached);
            assertTrue(published.isEmpty());
        }
    }
}
