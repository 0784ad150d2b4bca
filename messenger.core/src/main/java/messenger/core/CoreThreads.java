package messenger.core;

/** Makes threads that keep nobody's class loader but core's. */
final class CoreThreads {
    private CoreThreads() {}

    static Thread daemon(String name, Runnable task) {
        Thread thread = Thread.ofPlatform()
                .name(name)
                .daemon(true)
                .inheritInheritableThreadLocals(false)
                .unstarted(task);
        thread.setContextClassLoader(CoreThreads.class.getClassLoader());
        return thread;
    }
}
