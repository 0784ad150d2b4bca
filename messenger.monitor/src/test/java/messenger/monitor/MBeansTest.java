package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import messenger.api.EntityAddress;
import messenger.api.dto.SessionDTO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MBeansTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String framework = UUID.randomUUID().toString();
    private final MonitoredMessengers messengers = new MonitoredMessengers(new ManualClock()::nanoTime);
    private final MBeans beans = new MBeans(framework, messengers);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any");

    @AfterEach
    void close() {
        beans.close();
    }

    private ObjectName name(String endpoint, String transport, String uuid) throws Exception {
        return new ObjectName(
                "messenger:type=Messenger,endpoint=" + endpoint + ",transport=" + transport + ",framework=" + uuid);
    }

    private MessengerMXBean bean() throws Exception {
        return JMX.newMXBeanProxy(server, name("osd.0", "any", framework), MessengerMXBean.class);
    }

    private Set<ObjectName> ofFramework() throws Exception {
        return server.queryNames(new ObjectName("messenger:framework=" + framework + ",*"), null);
    }

    @Test
    void beansComeAndGoWithTheirMessengers() throws Exception {
        FakeMessenger simple = new FakeMessenger("osd.0", "simple");
        osd.appearIn(messengers);
        simple.appearIn(messengers);
        assertEquals(Set.of(name("osd.0", "any", framework), name("osd.0", "simple", framework)), ofFramework());
        simple.disappearFrom(messengers);
        assertEquals(Set.of(name("osd.0", "any", framework)), ofFramework());
        beans.close();
        assertEquals(Set.of(), ofFramework());
    }

    @Test
    void attributesAreThoseOfTheState() throws Exception {
        osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN").queued = 3;
        osd.session("client.4", "tcp://127.0.0.1:0/9", "STANDBY").queued = 4;
        osd.throttle("client.bytes", 10, 100);
        osd.missing = List.of("orders");
        osd.dispatchOldest = Duration.ofMillis(7);
        osd.appearIn(messengers);

        MessengerMXBean bean = bean();

        assertEquals("osd.0", bean.getName());
        assertEquals(List.of("simple"), bean.getTransports());
        assertEquals(2, bean.getSessionCount());
        assertEquals(Map.of("OPEN", 1, "STANDBY", 1), bean.getSessionsByState());
        assertEquals(7, bean.getQueued());
        assertEquals(7_000_000, bean.getDispatchOldestNanos());
        assertEquals(42, bean.getDispatched());
        assertEquals(List.of("orders"), bean.getMissingDispatchers());
        assertEquals(
                List.of("osd.1", "client.4"),
                bean.getSessions().stream().map(SessionData::peerName).toList());
        assertEquals(
                List.of("127.0.0.1:6801"),
                bean.getLinks().stream().map(LinkData::remote).toList());
        assertEquals(
                new ThrottleData("client.bytes", 10, 100, 0),
                bean.getThrottles().get("client.bytes"));
        assertEquals(new MemoryData("memfd", 8 << 20, 0, 0, 2, 8192, 0, 0, 0, 0), bean.getMemory());
    }

    @Test
    void swapsAndPausesAreSummedUp() throws Exception {
        SessionDTO first = osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        first.swaps = 2;
        first.longestPauseNanos = 7;
        SessionDTO second = osd.session("osd.2", "tcp://127.0.0.1:6802/8", "OPEN");
        second.swaps = 3;
        second.swapFailures = 1;
        second.longestPauseNanos = 5;
        osd.appearIn(messengers);
        MessengerMXBean bean = bean();

        assertEquals(5, bean.getSwaps());
        assertEquals(1, bean.getSwapFailures());
        assertEquals(7, bean.getLongestPauseNanos());
    }

    @Test
    void attributesAreOpenTypes() throws Exception {
        osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        osd.throttle("client.bytes", 10, 100);
        osd.appearIn(messengers);
        ObjectName name = name("osd.0", "any", framework);

        CompositeData[] sessions = assertInstanceOf(CompositeData[].class, server.getAttribute(name, "Sessions"));
        assertEquals("OPEN", sessions[0].get("state"));
        assertEquals("simple", sessions[0].get("transport"));
        TabularData throttles = assertInstanceOf(TabularData.class, server.getAttribute(name, "Throttles"));
        assertEquals(
                10L,
                ((CompositeData) throttles.get(new Object[] {"client.bytes"}).get("value")).get("used"));
    }

    @Test
    void everyFigureOfASessionIsShown() throws Exception {
        osd.appearIn(messengers);
        osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        CompositeData[] sessions = (CompositeData[]) server.getAttribute(name("osd.0", "any", framework), "Sessions");
        Set<String> fields = Arrays.stream(SessionDTO.class.getFields())
                .map(field -> field.getName().equals("link") ? "transport" : field.getName())
                .collect(Collectors.toSet());
        assertEquals(fields, sessions[0].getCompositeType().keySet());
    }

    @Test
    void operationsReachTheMessenger() throws Exception {
        osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        osd.appearIn(messengers);
        MessengerMXBean bean = bean();
        osd.drained = false;

        bean.markDown("tcp://127.0.0.1:6801");
        bean.markDownAll();
        assertFalse(bean.drain(3));

        assertEquals(List.of(EntityAddress.parse("tcp://127.0.0.1:6801/8"), "all", Duration.ofSeconds(3)), osd.told);
    }

    @Test
    void operationShowsItsEffectAtOnce() throws Exception {
        osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        osd.appearIn(messengers);
        MessengerMXBean bean = bean();
        assertEquals(1, bean.getSessionCount());
        osd.sessions.clear();
        bean.markDownAll();
        assertEquals(0, bean.getSessionCount());
    }

    @Test
    void operationThatCannotBeSaysWhy() throws Exception {
        osd.appearIn(messengers);
        MessengerMXBean bean = bean();
        String unknown = assertThrows(IllegalArgumentException.class, () -> bean.markDown("tcp://127.0.0.1:6809"))
                .getMessage();
        assertTrue(unknown.contains("osd.0 (any) has no session with tcp://127.0.0.1:6809"), unknown);
        assertThrows(IllegalArgumentException.class, () -> bean.markDown("nowhere"));
        String negative = assertThrows(IllegalArgumentException.class, () -> bean.drain(-1))
                .getMessage();
        assertTrue(negative.contains("-1"), negative);
        osd.closed = true;
        assertThrows(IllegalStateException.class, bean::getName);
        assertEquals(List.of(), osd.told);
    }

    @Test
    void frameworksDoNotMeet() throws Exception {
        String other = UUID.randomUUID().toString();
        MonitoredMessengers others = new MonitoredMessengers(new ManualClock()::nanoTime);
        MBeans otherBeans = new MBeans(other, others);
        osd.appearIn(messengers);
        new FakeMessenger("osd.0", "any").appearIn(others);
        assertTrue(server.isRegistered(name("osd.0", "any", other)));
        otherBeans.close();
        assertFalse(server.isRegistered(name("osd.0", "any", other)));
        assertTrue(server.isRegistered(name("osd.0", "any", framework)));
    }

    @Test
    void secondServiceOfOneNameLeavesTheFirstAlone() throws Exception {
        osd.appearIn(messengers);
        FakeMessenger second = new FakeMessenger("osd.0", "any");
        second.appearIn(messengers);
        second.disappearFrom(messengers);
        assertEquals(Set.of(name("osd.0", "any", framework)), ofFramework());
    }

    @Test
    void namesAreQuotedIfNeedBe() throws Exception {
        new FakeMessenger("osd.0", "a,b=c").appearIn(messengers);
        assertEquals(Set.of(name("osd.0", ObjectName.quote("a,b=c"), framework)), ofFramework());
    }

    @Test
    void nothingIsLeftOfAGoneMessenger() throws Exception {
        osd.appearIn(messengers);
        MessengerMXBean bean = bean();
        osd.disappearFrom(messengers);
        Throwable failure =
                assertThrows(UndeclaredThrowableException.class, bean::getName).getCause();
        assertInstanceOf(InstanceNotFoundException.class, failure);
    }
}
