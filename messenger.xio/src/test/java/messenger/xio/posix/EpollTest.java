package messenger.xio.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpollTest {
    @Test
    void signalledDescriptorIsFoundUntilItIsReset() throws Exception {
        try (Epoll<String> epoll = new Epoll<>();
                EventFd event = new EventFd()) {
            epoll.add(event.descriptor(), Epoll.IN, "event");
            assertEquals(0, epoll.await(0));
            event.signal();
            event.signal();
            assertEquals(1, epoll.await(-1));
            assertEquals("event", epoll.attachment(0));
            assertEquals(Epoll.IN, epoll.events(0));
            assertEquals(1, epoll.await(-1));
            event.reset();
            assertEquals(0, epoll.await(1_000_000));
        }
    }

    @Test
    void eventOfARemovedDescriptorIsNobodys() throws Exception {
        try (Epoll<String> epoll = new Epoll<>();
                EventFd event = new EventFd();
                EventFd other = new EventFd()) {
            Epoll.Registration<String> registration = epoll.add(event.descriptor(), Epoll.IN, "event");
            event.signal();
            assertEquals(1, epoll.await(-1));
            registration.close();
            assertNull(epoll.attachment(0));
            epoll.add(other.descriptor(), Epoll.IN, "other");
            assertNull(epoll.attachment(0));
            assertEquals(0, epoll.await(0));
        }
    }

    @Test
    void everyOneOfManyIsFound() throws Exception {
        List<EventFd> events = new ArrayList<>();
        try (Epoll<EventFd> epoll = new Epoll<>()) {
            for (int i = 0; i < 200; i++) {
                EventFd event = new EventFd();
                events.add(event);
                epoll.add(event.descriptor(), Epoll.IN, event);
                event.signal();
            }
            int found = 0;
            for (int ready = epoll.await(0); ready > 0; ready = epoll.await(0)) {
                for (int i = 0; i < ready; i++) {
                    epoll.attachment(i).reset();
                    found++;
                }
            }
            assertEquals(200, found);
        } finally {
            events.forEach(EventFd::close);
        }
    }

    @Test
    void anotherThreadEndsTheWait() throws Exception {
        try (Epoll<String> epoll = new Epoll<>();
                EventFd event = new EventFd()) {
            epoll.add(event.descriptor(), Epoll.IN, "event");
            Thread other = Thread.ofPlatform().start(event::signal);
            assertEquals(1, epoll.await(-1));
            other.join();
        }
    }
}
