package messenger.monitor;

import java.util.HashSet;
import java.util.Set;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.ThrottleDTO;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether throttles are full, so that peers are slowed down. */
@Component(
        name = ThrottleCheck.NAME,
        enabled = false,
        property = {
            HealthCheck.NAME + "=Messenger throttles",
            HealthCheck.TAGS + "=messenger",
            HealthCheck.TAGS + "=messenger-throttle"
        })
public final class ThrottleCheck implements HealthCheck {
    static final String NAME = "messenger.monitor.health.throttle";

    private static final String SHARED = "process.";

    private final MonitoredMessengers messengers;
    private final Thresholds thresholds;

    @Activate
    public ThrottleCheck(@Reference MonitoredMessengers messengers, @Reference Thresholds thresholds) {
        this.messengers = messengers;
        this.thresholds = thresholds;
    }

    @Override
    public Result execute() {
        HealthLimits limits = thresholds.get();
        Findings findings = new Findings(limits.lines());
        Set<String> shared = new HashSet<>();
        int throttles = 0;
        for (MessengerDTO endpoint : messengers.endpointStates()) {
            for (ThrottleDTO throttle : endpoint.throttles) {
                boolean isShared = throttle.name.startsWith(SHARED);
                if (!isShared || shared.add(throttle.name)) {
                    throttles++;
                    check(findings, limits, isShared ? "all endpoints" : endpoint.name, throttle);
                }
            }
        }
        findings.note("throttles: {}", throttles);
        return findings.result();
    }

    private static void check(Findings findings, HealthLimits limits, String whose, ThrottleDTO throttle) {
        // in floating point: a limit of bytes times 100 may not fit
        boolean full = throttle.limit > 0 && throttle.used >= throttle.limit * (limits.throttlePercent() / 100.0);
        if (full || throttle.waiting > 0) {
            findings.warn(
                    "{}: throttle {} is at {} of {}, {} receivers wait; {}",
                    whose,
                    throttle.name,
                    throttle.used,
                    throttle.limit,
                    throttle.waiting,
                    remedy(throttle.name));
        }
    }

    private static String remedy(String name) {
        if (name.equals("process.outgoing.bytes")) {
            return "see which peers do not acknowledge, or raise memory.bytes (PID messenger.core)";
        }
        String raise = name.startsWith(SHARED)
                ? "memory.bytes (PID messenger.core)"
                : switch (name.substring(name.indexOf('.') + 1)) {
                    case "messages" -> "throttle.messages";
                    case "bytes" -> name.startsWith("dispatch.") ? "dispatch.throttle.bytes" : "throttle.bytes";
                    default -> "its limit";
                };
        return "have the Dispatchers finish or release messages sooner, or raise " + raise;
    }
}
