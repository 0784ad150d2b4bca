package messenger.xio.verbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SocketAddressesTest {
    private static InetSocketAddress roundTrip(InetSocketAddress address) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return SocketAddresses.decode(SocketAddresses.encode(address, arena));
        }
    }

    @Test
    void addressesComeBackAsTheyWere() throws Exception {
        for (String each : new String[] {"10.77.0.1", "255.255.255.255", "::1", "fe80::1:2"}) {
            InetSocketAddress address = new InetSocketAddress(each, 65535);
            assertEquals(address, roundTrip(address));
        }
        byte[] local = InetAddress.getByName("fe80::3").getAddress();
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, local, 7), 1);
        assertEquals(7, ((Inet6Address) roundTrip(scoped).getAddress()).getScopeId());
    }

    @Test
    void bytesAreInTheOrderOfTheNetwork() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            long encoded = SocketAddresses.encode(new InetSocketAddress("10.77.0.1", 0x1234), arena);
            assertArrayEquals(new byte[] {2, 0, 0x12, 0x34, 10, 77, 0, 1}, NativeMemory.bytes(encoded, 8));
        }
    }

    @Test
    void otherKindsOfAddressesAreNotRead() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            assertNull(SocketAddresses.decode(arena.allocate(28, 8).address()));
            InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no.such.host", 1);
            IOException e = assertThrows(IOException.class, () -> SocketAddresses.encode(unresolved, arena));
            assertTrue(e.getMessage().contains("no.such.host"), e.getMessage());
        }
    }
}
