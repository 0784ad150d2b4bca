package messenger.monitor;

import java.time.Duration;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether required Dispatchers and types are there, and messages are dispatched in time. */
@Component(
        name = DispatchCheck.NAME,
        enabled = false,
        property = {
            HealthCheck.NAME + "=Messenger dispatch",
            HealthCheck.TAGS + "=messenger",
            HealthCheck.TAGS + "=messenger-dispatch"
        })
public final class DispatchCheck implements HealthCheck {
    static final String NAME = "messenger.monitor.health.dispatch";

    private final MonitoredMessengers messengers;
    private final Thresholds thresholds;

    @Activate
    public DispatchCheck(@Reference MonitoredMessengers messengers, @Reference Thresholds thresholds) {
        this.messengers = messengers;
        this.thresholds = thresholds;
    }

    @Override
    public Result execute() {
        HealthLimits limits = thresholds.get();
        Findings findings = new Findings(limits.lines());
        long queued = 0;
        for (MessengerDTO endpoint : messengers.endpointStates()) {
            queued += endpoint.dispatchQueued;
            missing(findings, endpoint);
            waiting(findings, limits, endpoint);
        }
        findings.note("messages and events that wait for dispatch: {}", queued);
        return findings.result();
    }

    private static void missing(Findings findings, MessengerDTO endpoint) {
        if (endpoint.missingDispatchers.isEmpty()) {
            return;
        }
        String format = "{}: dispatch waits for {}, {} messages are queued; start the bundles that register these, or"
                + " take them out of required.dispatchers and required.types of {} (factory PID {})";
        Object[] arguments = {
            endpoint.name,
            endpoint.missingDispatchers,
            endpoint.dispatchQueued,
            endpoint.name,
            MessengerConstants.ENDPOINT_PID
        };
        if (endpoint.dispatchQueued > 0) {
            findings.critical(format, arguments);
        } else {
            findings.warn(format, arguments);
        }
    }

    private static void waiting(Findings findings, HealthLimits limits, MessengerDTO endpoint) {
        Duration oldest = Duration.ofNanos(endpoint.dispatchOldestNanos);
        boolean critical = limits.dispatchCritical().isExceededBy(oldest);
        if (!critical && !limits.dispatch().isExceededBy(oldest)) {
            return;
        }
        String format =
                "{}: the first of {} messages has waited {} ms for dispatch (limit {} ms); a Dispatcher is slow or"
                        + " stuck, see the stack of thread messenger-dispatch-{}";
        Object[] arguments = {
            endpoint.name,
            endpoint.dispatchQueued,
            oldest.toMillis(),
            (critical ? limits.dispatchCritical() : limits.dispatch()).millis(),
            endpoint.name
        };
        if (critical) {
            findings.critical(format, arguments);
        } else {
            findings.warn(format, arguments);
        }
    }
}
