package messenger.xio.rdma;

/** Who takes the events of an id, on the worker of its queue. */
interface ConnectionOwner {
    /** The queue whose worker takes them; changes when a connection is accepted on another one. */
    RdmaQueue queue();

    void event(ConnectionEvent event);
}
