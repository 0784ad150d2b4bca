package messenger.core.memory;

import java.io.IOException;

/** Where the pool's memory comes from. */
interface RegionSource {
    /** What it gives, for the log and displays: {@code memfd}, {@code plain} or {@code none}. */
    String kind();

    /**
     * Maps memory.
     *
     * @param length bytes, a multiple of 4096
     * @throws IOException naming what failed, and why
     */
    Mapping map(long length) throws IOException;
}
