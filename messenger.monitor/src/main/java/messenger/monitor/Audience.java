package messenger.monitor;

/** Is told of messengers, one call at a time, on the thread that registers or unregisters the service. */
interface Audience {
    void came(MonitoredMessenger messenger);

    /** The messenger is still usable; it is let go of right after. */
    void went(MonitoredMessenger messenger);
}
