package messenger.itests.ceph;

/**
 * Where a daemon runs.
 *
 * @param address of its namespace, at which it listens
 */
record Place(Namespace namespace, String address) {}
