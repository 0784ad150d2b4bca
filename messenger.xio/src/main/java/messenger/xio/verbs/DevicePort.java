package messenger.xio.verbs;

import java.util.List;

/**
 * A port of a device.
 *
 * @param number from 1
 * @param state such as {@code ACTIVE} or {@code DOWN}
 * @param mtu bytes of a packet
 * @param messageMax bytes of a message, unsigned
 * @param ethernet whether it is an Ethernet port, rather than InfiniBand
 * @param gids addresses, those that are set
 */
public record DevicePort(int number, String state, int mtu, long messageMax, boolean ethernet, List<String> gids) {
    private static final List<String> STATES = List.of("NOP", "DOWN", "INIT", "ARMED", "ACTIVE", "ACTIVE_DEFER");
    private static final int ETHERNET = 2;

    static DevicePort of(int number, long attributes, List<String> gids) {
        int state = NativeMemory.getInt(attributes + Structs.PORT_STATE);
        int mtu = NativeMemory.getInt(attributes + Structs.PORT_ACTIVE_MTU);
        return new DevicePort(
                number,
                state >= 0 && state < STATES.size() ? STATES.get(state) : "state " + state,
                mtu >= 1 && mtu <= 5 ? 128 << mtu : mtu,
                Integer.toUnsignedLong(NativeMemory.getInt(attributes + Structs.PORT_MAX_MESSAGE)),
                NativeMemory.getByte(attributes + Structs.PORT_LINK_LAYER) == ETHERNET,
                gids);
    }

    public boolean active() {
        return state.equals("ACTIVE");
    }
}
