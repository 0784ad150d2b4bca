package messenger.examples.load;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import messenger.api.dto.SessionDTO;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Changes the transport of a load again and again, as an operator would, and shows what becomes of the load. */
final class Demo {
    private static final String TCP = "messenger.simple";
    private static final String XIO = "messenger.xio";
    private static final long SAMPLE_MILLIS = 100;
    private static final int SAMPLES_A_LINE = 5;

    private final BundleContext context;
    private final Load load;
    private final PrintStream out;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final long begin = System.nanoTime();
    private long dispatchedBefore;
    private long sampledBefore = begin;
    private long shownBefore;
    private double worst;
    private int updates;

    Demo(BundleContext context, Load load, PrintStream out) {
        this.context = context;
        this.load = load;
        this.out = out;
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Carries everything out, spread over that time. */
    void run(int seconds) throws Exception {
        List<Runnable> plan = plan();
        long pause = TimeUnit.SECONDS.toMillis(seconds) / (plan.size() + 1);
        ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("messenger-demo").daemon().factory());
        // as it stands after an installation of TCP alone
        bundle(XIO).stop();
        try {
            sampler.scheduleAtFixedRate(this::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
            for (Runnable step : plan) {
                Thread.sleep(pause);
                step.run();
            }
            Thread.sleep(pause);
        } finally {
            sampler.shutdown();
            sampler.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private List<Runnable> plan() {
        return List.of(
                step("start xio", () -> bundle(XIO).start()),
                step("stop xio", () -> bundle(XIO).stop()),
                step("start xio", () -> bundle(XIO).start()),
                step("swap to TCP", () -> wish("simple")),
                step("update TCP", () -> update(TCP)),
                step("swap back", () -> wish(null)),
                step("update xio", () -> update(XIO)),
                step("stop both, start both", () -> {
                    bundle(XIO).stop();
                    bundle(TCP).stop();
                    bundle(TCP).start();
                    bundle(XIO).start();
                }),
                step("stop xio", () -> bundle(XIO).stop()));
    }

    private Runnable step(String what, Action action) {
        return () -> {
            note(what);
            try {
                action.run();
            } catch (Exception e) {
                throw new IllegalStateException(what + " failed: " + e.getMessage(), e);
            }
        };
    }

    private synchronized void note(String what) {
        steps.add(new Step(millis(), what));
        out.printf(Locale.ROOT, "%6.1f s  ---- %s ----%n", millis() / 1000.0, what);
    }

    private long millis() {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("bundle " + name + " is not installed"));
    }

    private void wish(String type) {
        load.flows().forEach(flow -> flow.connection().swap(type));
    }

    private void update(String name) throws Exception {
        Bundle bundle = bundle(name);
        try (InputStream newer = BundleJar.withVersion(bundle, "1.0." + ++updates)) {
            bundle.update(newer);
        }
    }

    private synchronized void sample() {
        long now = System.nanoTime();
        long dispatched = load.journal().dispatched();
        double rate = (dispatched - dispatchedBefore) * 1e9 / Math.max(1, now - sampledBefore);
        double gap = load.journal().takeWorstGap() / 1e6;
        samples.add(new Sample(millis(), rate, gap, link()));
        dispatchedBefore = dispatched;
        sampledBefore = now;
        worst = Math.max(worst, gap);
        if (samples.size() % SAMPLES_A_LINE == 0) {
            show(dispatched);
        }
    }

    private void show(long dispatched) {
        List<SessionDTO> sessions = sessions();
        out.printf(
                Locale.ROOT,
                "%6.1f s  %-7s %7.0f msgs/s  %d swaps  worst gap %.1f ms  accepted %d, dispatched %d, wrong %s%n",
                millis() / 1000.0,
                link(),
                (dispatched - shownBefore) * 1000.0 / (SAMPLE_MILLIS * SAMPLES_A_LINE),
                sessions.stream().mapToLong(session -> session.swaps).max().orElse(0),
                worst,
                load.flows().stream().mapToLong(Flow::accepted).sum(),
                dispatched,
                load.journal().wrong() == null ? "0" : load.journal().wrong());
        shownBefore = dispatched;
        worst = 0;
    }

    private List<SessionDTO> sessions() {
        return load.flows().stream().map(flow -> flow.connection().state()).toList();
    }

    /** What carries the sessions; with several of different kinds, the first. */
    private String link() {
        return sessions().stream()
                .filter(session -> session.link != null && session.state.equals("OPEN"))
                .map(session -> session.link.transport)
                .findFirst()
                .orElse("-");
    }

    List<Sample> samples() {
        return samples;
    }

    List<Step> steps() {
        return steps;
    }

    /** What can be pasted into a report. */
    String summary(List<String> wrong) {
        List<SessionDTO> sessions = sessions();
        double worstGap =
                samples.stream().mapToDouble(Sample::worstGapMillis).max().orElse(0);
        StringBuilder text = new StringBuilder();
        line(text, "duration", "%.1f s, %d changes of transports", millis() / 1000.0, steps.size());
        line(text, "sessions", "%d", sessions.size());
        line(text, "sent", "%d", load.flows().stream().mapToLong(Flow::accepted).sum());
        line(
                text,
                "received",
                "%d, %.1f MB",
                load.journal().dispatched(),
                load.journal().bytes() / 1e6);
        line(
                text,
                "requests answered",
                "%d",
                load.flows().stream().mapToLong(Flow::answered).sum());
        line(text, "swaps", "%d", sessions.stream().mapToLong(s -> s.swaps).sum());
        line(
                text,
                "sent again",
                "%d",
                sessions.stream().mapToLong(s -> s.replayed).sum());
        line(
                text,
                "longest pause",
                "%.1f ms without a link",
                sessions.stream().mapToLong(s -> s.longestPauseNanos).max().orElse(0) / 1e6);
        line(text, "worst gap", "%.1f ms between two dispatches", worstGap);
        line(text, "lost, repeated, reordered", "%s", wrong.isEmpty() ? "0" : String.join("; ", wrong));
        line(text, "result", "%s", wrong.isEmpty() ? "OK" : "FAILED");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-26s ", name))
                .append(String.format(Locale.ROOT, format, values))
                .append(System.lineSeparator());
    }
}
