package messenger.core.memory;

/** Native memory as it came from the system, zeroed. */
interface Mapping {
    /** Of the first byte; a multiple of 4096. */
    long address();

    /** The sealed memfd that holds it, or -1. */
    int descriptor();

    /** Gives it back to the system. */
    void unmap();
}
