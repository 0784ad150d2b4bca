package messenger.monitor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the endpoints that must be there are, listen where they must, and have a transport. */
@Component(
        name = TransportCheck.NAME,
        enabled = false,
        property = {
            HealthCheck.NAME + "=Messenger transports",
            HealthCheck.TAGS + "=messenger",
            HealthCheck.TAGS + "=messenger-transport"
        })
public final class TransportCheck implements HealthCheck {
    static final String NAME = "messenger.monitor.health.transport";

    private final MonitoredMessengers messengers;
    private final Thresholds thresholds;

    @Activate
    public TransportCheck(@Reference MonitoredMessengers messengers, @Reference Thresholds thresholds) {
        this.messengers = messengers;
        this.thresholds = thresholds;
    }

    @Override
    public Result execute() {
        HealthLimits limits = thresholds.get();
        Findings findings = new Findings(limits.lines());
        List<MessengerDTO> endpoints = messengers.endpointStates();
        Set<String> names = endpoints.stream().map(endpoint -> endpoint.name).collect(Collectors.toSet());
        for (String required : limits.requiredEndpoints()) {
            if (!names.contains(required)) {
                findings.critical(
                        "{}: this endpoint is absent; create its configuration, factory PID {}, or see the log for why"
                                + " it was refused",
                        required,
                        MessengerConstants.ENDPOINT_PID);
            }
        }
        for (MessengerDTO endpoint : endpoints) {
            if (endpoint.transports.isEmpty()) {
                findings.critical(
                        "{}: no transport is attached, {} sessions cannot connect; start a transport's bundle and"
                                + " configure it with endpoint = {}",
                        endpoint.name,
                        endpoint.sessions.size(),
                        endpoint.name);
            } else if (endpoint.addresses.isEmpty()
                    && limits.listeningEndpoints().contains(endpoint.name)) {
                findings.critical(
                        "{}: listens nowhere; set bind in the configuration of a transport of {}, or see the log for"
                                + " why it could not be bound",
                        endpoint.name,
                        endpoint.transports);
            } else {
                findings.note(
                        "{}: transports {}, listens {}",
                        endpoint.name,
                        endpoint.transports,
                        endpoint.addresses.isEmpty() ? "nowhere" : "at " + endpoint.addresses);
            }
        }
        findings.note("endpoints: {}", endpoints.size());
        return findings.result();
    }
}
