package messenger.xio.fabric;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A thread that polls a queue, and sleeps when there is nothing. */
public final class FabricWorker implements AutoCloseable {
    private static final long WAIT_SECONDS = Long.getLong("messenger.wait.seconds", 30);

    private final CompletionQueue queue;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean spinning;
    private volatile boolean ending;
    private volatile long waits;
    private volatile boolean waiting;

    public FabricWorker(Fabric fabric, String name) throws IOException {
        queue = fabric.open(name);
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    public CompletionQueue queue() {
        return queue;
    }

    public Thread thread() {
        return thread;
    }

    /** Never sleeps from now on. */
    public FabricWorker spin() {
        spinning = true;
        queue.wakeup();
        return this;
    }

    /** How often it has gone to sleep. */
    public long waits() {
        return waits;
    }

    /** Whether it sleeps, or is about to. */
    public boolean isWaiting() {
        return waiting;
    }

    private void run() {
        try (queue) {
            while (!ending) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                if (queue.poll() == 0 && !spinning && tasks.isEmpty() && !ending) {
                    waits++;
                    waiting = true;
                    queue.await(-1);
                    waiting = false;
                }
            }
            queue.poll();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs something on the worker's thread. */
    public <T> T call(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        queue.wakeup();
        return result.get(WAIT_SECONDS, SECONDS);
    }

    @Override
    public void close() {
        ending = true;
        queue.wakeup();
        try {
            if (!thread.join(Duration.ofSeconds(WAIT_SECONDS))) {
                throw new IllegalStateException(thread.getName() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
