package messenger.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.EntityAddress;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who announces which address, and who may answer to a dialled one. */
class IdentityTest {
    private static EntityAddress address(String text) {
        return EntityAddress.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        "xio://10.0.0.1:6800/5, 10.0.0.9, xio://10.0.0.1:6900/5",
        "xio://0.0.0.0:6800/5, 10.0.0.9, xio://10.0.0.9:6900/5",
        "tcp://10.0.0.1:6800/5, 10.0.0.9, xio://10.0.0.9:6900/5",
        "tcp://10.0.0.1:6900/5, 10.0.0.9, xio://10.0.0.9:6900/5",
        "tcp://0.0.0.0:0, 10.0.0.9, xio://10.0.0.9:6900/0",
        "tcp://10.0.0.1:6800/5, 0.0.0.0, xio://10.0.0.1:6900/5",
    })
    void acceptorAnnouncesTheAddressThatWasReached(String canonical, String ip, String announced) {
        EntityAddress reached = address("xio://" + ip + ":6900");
        assertEquals(address(announced), Identity.ofAcceptor("xio", address(canonical), reached.ip(), reached.port()));
    }

    @Test
    void diallerAnnouncesItselfAtTheIpThatWasObservedWhileItHasNone() {
        EntityAddress observed = address("xio://10.0.0.9:4711");
        assertEquals(address("xio://10.0.0.9:0/5"), Identity.ofDialler("xio", address("tcp://0.0.0.0:0/5"), observed));
        assertEquals(
                address("xio://10.0.0.1:6800/5"),
                Identity.ofDialler("xio", address("tcp://10.0.0.1:6800/5"), observed));
    }

    @Test
    void diallerThatSpeaksFirstAnnouncesNoIpWhileItHasNone() {
        assertEquals(address("xio://0.0.0.0:0/5"), Identity.ofDialler("xio", address("tcp://0.0.0.0:0/5")));
        assertEquals(address("xio://10.0.0.1:6800/5"), Identity.ofDialler("xio", address("tcp://10.0.0.1:6800/5")));
        assertEquals(address("xio://10.0.0.1:6800/0"), Identity.ofDialler("xio", address("tcp://10.0.0.1:6800")));
    }

    @Test
    void peerWithoutAnIpIsAtTheOneItWasSeenAt() {
        EntityAddress seen = address("tcp://10.0.0.9:1");
        assertEquals(address("tcp://10.0.0.9:6800/5"), Identity.ofPeer(address("tcp://0.0.0.0:6800/5"), seen.ip()));
        assertEquals(address("tcp://10.0.0.1:6800/5"), Identity.ofPeer(address("tcp://10.0.0.1:6800/5"), seen.ip()));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6800/5, true",
        "tcp://10.0.0.1:6800, tcp://10.0.0.1:6800/5, true",
        "tcp://10.0.0.1:6800/5, tcp://0.0.0.0:6800/5, true",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6800/6, false",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6801/5, false",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.2:6800/5, false",
        "tcp://10.0.0.1:6800/5, tcp://0.0.0.0:6800/6, false",
    })
    void wrongNodeRule(String dialled, String announced, boolean right) throws LinkFaultException {
        EntityAddress wanted = EntityAddress.parse(dialled);
        EntityAddress found = EntityAddress.parse(announced);
        if (right) {
            Identity.check(wanted, found);
            return;
        }
        LinkFault fault = assertThrows(LinkFaultException.class, () -> Identity.check(wanted, found))
                .fault();
        assertEquals(LinkFault.Kind.WRONG_PEER, fault.kind());
        assertTrue(fault.text().contains(dialled) && fault.text().contains(announced), fault.text());
    }
}
