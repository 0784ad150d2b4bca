package messenger.itests.ceph;

import java.util.Map;

/**
 * One factory configuration.
 *
 * @param name tells it from others of its factory
 */
record Settings(String factoryPid, String name, Map<String, String> values) {}
