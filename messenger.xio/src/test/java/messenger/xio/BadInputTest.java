package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.TestMessage;
import messenger.spi.Connect;
import messenger.spi.Crc32c;
import messenger.spi.HeaderCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers should not do: their link ends with a fault that says why, and another goes on. */
@Timeout(60)
class BadInputTest {
    private static final String HELLO = "u8:1 addr:127.0.0.1:0/77";
    private static final String CONNECT = "u8:2 le64:0x3f01cfbdfffdffff le32:8 le32:1 le32:0 le32:1 le32:0 le32:0 u8:0";
    private static final int HEADER_AT = 1;
    private static final byte[] NONE = {};

    private final XioRig rig = new XioRig(TestSettings.small());
    private XioRig.Opened other;

    @BeforeEach
    void start() throws Exception {
        other = rig.open();
    }

    @AfterEach
    void othersGoOn() throws Exception {
        other.peer().send("u8:8 le64:99");
        rig.settle();
        assertNull(other.fault());
        assertEquals("ack 99", other.core().all.getLast());
        rig.close();
    }

    private XioRig.Opened connected() throws InterruptedException {
        return rig.connect(TestSettings.DATAGRAM, TestSettings.CREDITS, TestSettings.CREDITS);
    }

    // ---- datagrams

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void datagramWithoutAWholeHead(int length) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().pair.received(List.of(new byte[length]));
        rig.assertFault(bad, "a datagram of " + length + " bytes", "8", "anew");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 0xffff})
    void datagramOfUnknownKind(int kind) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().datagram(kind, 0, bad.peer().number(), new byte[5]);
        rig.assertFault(bad, "kind " + kind, "5 bytes", "allowed: 1");
    }

    @Test
    void creditDatagramWithBytes() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().datagram(2, 0, bad.peer().number(), new byte[5]);
        rig.assertFault(bad, "kind 2", "5 bytes", "without any");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 1000})
    void lostOrRepeatedDatagram(int off) throws Exception {
        XioRig.Opened bad = rig.open();
        int number = bad.peer().number();
        bad.peer().datagram(1, 0, number + off, ScriptedPeer.bytes("u8:8 le64:1"));
        rig.assertFault(bad, "datagram " + (number + off), "instead of " + number, "anew");
    }

    @Test
    void moreCreditsReturnedThanUsed() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().datagram(1, 1, bad.peer().number(), ScriptedPeer.bytes("u8:8 le64:1"));
        rig.assertFault(bad, "returns 1 credits", "only 0 are out", "anew");
        assertTrue(bad.core().all.stream().noneMatch("ack 1"::equals));
    }

    @Test
    void manyMoreCreditsReturnedThanUsed() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.link().ack(1);
        bad.link().flush();
        bad.peer().datagram(2, 0xffff, bad.peer().number(), NONE);
        rig.assertFault(bad, "returns 65535 credits", "only 1 are out");
    }

    @Test
    void moreDatagramsThanCredits() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.core().admitting = false;
        bad.peer().send(XioRig.head(1, XioRig.count(100_000), NONE, NONE, "u8:0"));
        for (int i = 1; i < TestSettings.CREDITS; i++) {
            bad.peer().send(new byte[1]);
        }
        rig.assertFault(bad, "more than the 8 datagrams", "credits", "anew");
    }

    // ---- frames

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9, 10, 13, 77, 255})
    void unknownFrame(int tag) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send("u8:" + tag + " zeros:20");
        rig.assertFault(bad, "unknown frame " + tag, "anew");
    }

    @ParameterizedTest
    @CsvSource({"u8:8 le32:1,4", "u8:14 le32:1,4", "u8:15,8", "u8:4 u8:1,3", "u8:5 le32:1,4", "u8:7 zeros:53,1"})
    void frameCutByTheEndOfItsDatagram(String frame, int missing) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(frame);
        bad.peer().send("zeros:100");
        rig.assertFault(bad, "ends a datagram " + missing + " bytes before the end of a frame", "FRAME", "anew");
    }

    @Test
    void helloCutByTheEndOfItsDatagram() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send("u8:1 zeros:100");
        rig.assertFault(bad, "ends a datagram 36 bytes before", "HELLO");
    }

    @Test
    void footerCutByTheEndOfItsDatagram() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.join(XioRig.head(1, NONE, NONE, NONE, "u8:0"), new byte[12]));
        rig.assertFault(bad, "ends a datagram 1 bytes before", "FOOTER");
    }

    @Test
    void somethingElseThanHello() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send(CONNECT);
        rig.assertFault(bad, "frame 2 instead of 1", "HELLO", "anew");
    }

    @Test
    void somethingElseThanConnect() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send(HELLO + " " + HELLO);
        rig.assertFault(bad, "frame 1 instead of 2", "CONNECT", "anew");
    }

    @Test
    void helloWithAnAddressOfNoFamily() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send("u8:1 le32:0 le32:1 u8:0 u8:99 zeros:126");
        rig.assertFault(bad, "99", "IPv4");
    }

    @Test
    void authorizerThatIsTooLarge() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send(HELLO);
        bad.peer().send("u8:2 zeros:28 le32:0xffffffff u8:0");
        rig.assertFault(bad, "4294967295", "4096", "authorizer.max of messenger.xio");
    }

    @Test
    void authorizerJustTooLarge() throws Exception {
        XioRig.Opened bad = connected();
        bad.peer().send(HELLO);
        bad.peer().send("u8:2 zeros:28 le32:4097 u8:0");
        rig.assertFault(bad, "4097", "4096", "authorizer.max of messenger.xio");
    }

    // ---- messages

    @ParameterizedTest
    @CsvSource({"22,front,16777216", "26,middle,16777216", "30,data,134217728"})
    void sectionOf4GiB(int at, String section, long max) throws Exception {
        XioRig.Opened bad = rig.open();
        byte[] head = XioRig.head(1, NONE, NONE, NONE, "u8:0");
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(HEADER_AT + at, -1);
        header.putInt(HEADER_AT + HeaderCodec.CRC_COVERS, new Crc32c().of(head, HEADER_AT, HeaderCodec.CRC_COVERS));
        bad.peer().send(head);
        rig.assertFault(bad, section, "4294967295", Long.toString(max), section + ".max of messenger.xio");
        assertEquals(0, rig.memory.allocated());
    }

    @Test
    void wrongCrcOfTheHeader() throws Exception {
        XioRig.Opened bad = rig.open();
        byte[] head = XioRig.head(1, NONE, NONE, NONE, "u8:0");
        head[HEADER_AT]++;
        bad.peer().send(head);
        rig.assertFault(bad, "CRC of the header", "0x", "crc.header");
    }

    @ParameterizedTest
    @CsvSource({"0,front,crc.header", "4,middle,crc.header", "8,data,crc.data"})
    void wrongCrcOfASection(int at, String section, String setting) throws Exception {
        XioRig.Opened bad = rig.open();
        byte[] one = {1};
        byte[] footer = XioRig.footer(one, one, one);
        footer[at]++;
        bad.peer().send(XioRig.join(XioRig.head(7, one, one, one, "u8:0"), one, one, one, footer));
        rig.assertFault(bad, "CRC of the " + section + " of message 7", "0x", setting);
    }

    @Test
    void wrongCrcOfDataThatWasFetched() throws Exception {
        XioRig.Opened bad = rig.open();
        byte[] data = XioRig.count(20_000);
        bad.peer()
                .send(XioRig.join(
                        XioRig.head(7, NONE, NONE, data, "u8:1 le64:1 le64:0 le32:0"),
                        XioRig.footer(NONE, NONE, NONE)));
        rig.settle();
        bad.peer().pair.transferred(data);
        rig.assertFault(bad, "CRC of the data of message 7", "crc.data");
    }

    @Test
    void messageThatWasNotSentCompletely() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.join(XioRig.head(7, NONE, NONE, NONE, "u8:0"), new byte[13]));
        rig.assertFault(bad, "message 7", "not sent completely", "reconnect");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 8, 128, 255})
    void messageWithUnknownFlags(int flags) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.head(1, NONE, NONE, NONE, "u8:" + flags + " zeros:60"));
        rig.assertFault(bad, "flags " + flags, "allowed:");
    }

    @Test
    void placeCutByTheEndOfItsDatagram() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.head(1, NONE, NONE, XioRig.count(10), "u8:1 zeros:19"));
        rig.assertFault(bad, "ends a datagram 1 bytes before");
    }

    // ---- data that is fetched

    @Test
    void offerOfNoBytes() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.head(1, NONE, NONE, NONE, "u8:1 le64:1 le64:2 le32:0"));
        rig.assertFault(bad, "section of 0 bytes", "no section", "anew");
    }

    @Test
    void offerThatWasNotAgreed() throws Exception {
        LeasingMemory tiny = new LeasingMemory(4096);
        try (XioRig poor = new XioRig(TestSettings.small(), tiny)) {
            XioRig.Opened bad = poor.open();
            bad.peer().send(XioRig.head(1, NONE, NONE, XioRig.count(20_000), "u8:1 le64:1 le64:2 le32:0"));
            poor.settle();
            assertTrue(
                    bad.fault().text().contains("section of 20000 bytes"),
                    bad.fault().text());
            assertTrue(
                    bad.fault().text().contains("did not say it can do"),
                    bad.fault().text());
        }
    }

    @Test
    void fetchedWithoutAnOffer() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send("u8:4 le32:0");
        rig.assertFault(bad, "section 0", "none is offered", "anew");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_294_967_295L})
    void fetchedWithAWrongNumber(long number) throws Exception {
        XioRig.Opened bad = rig.open();
        bad.link().send(TestMessage.of(1, 0, 0, 20_000, new Random(1)));
        bad.link().flush();
        assertEquals(2, rig.memory.leased());
        bad.peer().send("u8:4 le32:" + number);
        rig.assertFault(bad, "section " + number, "0 is the next", "anew");
    }

    @Test
    void fetchedTwice() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.link().send(TestMessage.of(1, 0, 0, 20_000, new Random(1)));
        bad.link().flush();
        bad.peer().send("u8:4 le32:0 u8:4 le32:0");
        rig.assertFault(bad, "section 0", "none is offered");
    }

    @Test
    void writtenDataOfWhichNobodyAsked() throws Exception {
        XioRig.Opened bad = rig.open();
        bad.peer().send(XioRig.head(1, NONE, NONE, XioRig.count(10), "u8:4"));
        rig.assertFault(bad, "written 10 bytes", "request 1001", "no room", "anew");
    }

    // ---- not the peer

    @Test
    void handlerThatFailsClosesItsLinkOnly() throws Exception {
        rig.endpoint.handlers = link -> new RecordingHandler() {
            @Override
            public void connectReceived(Connect connect) {
                throw new IllegalStateException("on purpose");
            }
        };
        XioRig.Opened bad = connected();
        bad.peer().send(HELLO);
        bad.peer().send(CONNECT);
        rig.settle();
        assertTrue(bad.fault().text().contains("on purpose"), bad.fault().text());
    }
}
