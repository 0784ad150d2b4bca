package messenger.xio;

import messenger.xio.fabric.Fabric;

/** Chooses the network below a messenger. */
final class Fabrics {
    private Fabrics() {}

    /**
     * Opens the fabric that the settings ask for.
     *
     * @throws IllegalStateException naming what is missing and the remedy
     */
    static Fabric open(XioSettings settings) {
        throw new IllegalStateException("no fabric yet " + settings);
    }
}
