package messenger.core.memory;

import java.io.IOException;

/** Stands for a JVM in which no native memory can be had: messages live on the heap. */
record NoSource(String reason) implements RegionSource {
    static final String KIND = "none";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Mapping map(long length) throws IOException {
        throw new IOException(reason);
    }
}
