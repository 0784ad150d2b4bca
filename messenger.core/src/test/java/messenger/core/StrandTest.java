package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tasks one after the other. */
class StrandTest {
    private final Strand strand = new Strand();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsOnTheThreadThatPosts() {
        Thread[] where = new Thread[1];
        strand.execute(() -> where[0] = Thread.currentThread());
        assertEquals(Thread.currentThread(), where[0]);
    }

    @Test
    void taskPostedByATaskRunsAfterIt() {
        strand.execute(() -> {
            strand.execute(() -> {
                ran.add("second begins");
                strand.execute(() -> ran.add("fourth"));
                ran.add("second ends");
            });
            strand.execute(() -> ran.add("third"));
            ran.add("first");
        });
        assertEquals(List.of("first", "second begins", "second ends", "third", "fourth"), ran);
    }

    @Test
    void taskThatFailsHoldsNobodyUp() {
        strand.execute(() -> {
            strand.execute(() -> ran.add("next"));
            throw new IllegalStateException("on purpose");
        });
        strand.execute(() -> {
            throw new AssertionError("on purpose");
        });
        strand.execute(() -> ran.add("last"));
        assertEquals(List.of("next", "last"), ran);
    }

    /** What the tasks touch is neither atomic nor volatile: a strand that lets two in loses counts. */
    private static final class Counters {
        private final int[] lastOf;
        private int total;
        private int disorder;

        Counters(int threads) {
            lastOf = new int[threads];
        }

        void count(int thread, int number) {
            disorder += number == lastOf[thread] + 1 ? 0 : 1;
            lastOf[thread] = number;
            total++;
        }
    }

    @Test
    void oneTaskAtATimeAndInOrderUnderContention() throws InterruptedException {
        int threads = 16;
        int tasks = 20_000;
        Counters counters = new Counters(threads);
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(threads * tasks);
        for (int t = 0; t < threads; t++) {
            int me = t;
            Thread.ofPlatform().start(() -> {
                awaitQuietly(begin);
                for (int i = 1; i <= tasks; i++) {
                    int number = i;
                    strand.execute(() -> {
                        counters.count(me, number);
                        done.countDown();
                    });
                }
            });
        }
        begin.countDown();
        done.await();
        assertEquals(threads * tasks, counters.total);
        assertEquals(0, counters.disorder);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
