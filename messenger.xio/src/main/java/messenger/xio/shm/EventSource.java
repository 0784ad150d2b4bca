package messenger.xio.shm;

/** What a queue waits for; called on its worker. */
interface EventSource {
    /**
     * Something has happened at its descriptor.
     *
     * @return how many events that was
     */
    int ready();
}
