package messenger.xio;

import java.util.List;
import messenger.xio.fabric.Device;

/** Looks whether a fabric can be used here, without using it. */
interface FabricProbe {
    /**
     * What it found.
     *
     * @param unavailable why the fabric cannot be used, with the remedy; null if it can
     * @param devices all there are, usable or not; empty if it needs none
     */
    record Finding(String unavailable, List<Device> devices) {
        boolean isAvailable() {
            return unavailable == null;
        }
    }

    /** Name of the fabric. */
    String fabric();

    /** Looks now. */
    Finding look();
}
