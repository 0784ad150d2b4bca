package messenger.core;

/** Something that was added and can be taken away again. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Takes it away; further calls do nothing. */
    @Override
    void close();
}
