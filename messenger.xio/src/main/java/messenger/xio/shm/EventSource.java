package messenger.xio.shm;

/** What a queue waits for; called on its worker. */
interface EventSource {
    /**
     * Something has happened at its descriptor.
     *
     * @param events as in {@link messenger.xio.posix.Epoll#events}
     * @return how many events that was
     */
    int ready(int events);
}
