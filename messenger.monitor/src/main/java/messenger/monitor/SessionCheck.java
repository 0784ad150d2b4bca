package messenger.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether sessions stand by, or fail to connect, for too long, or cannot move to the transport they are to have. */
// immediate: a delayed one would be disposed of after each execution, with what it remembers
@Component(
        name = SessionCheck.NAME,
        enabled = false,
        immediate = true,
        property = {
            HealthCheck.NAME + "=Messenger sessions",
            HealthCheck.TAGS + "=messenger",
            HealthCheck.TAGS + "=messenger-session"
        })
public final class SessionCheck implements HealthCheck {
    static final String NAME = "messenger.monitor.health.session";

    private final MonitoredMessengers messengers;
    private final Thresholds thresholds;
    private final InstantSource clock;
    private final Disconnections disconnections = new Disconnections();

    @Activate
    public SessionCheck(@Reference MonitoredMessengers messengers, @Reference Thresholds thresholds) {
        this(messengers, thresholds, Clock.systemUTC());
    }

    SessionCheck(MonitoredMessengers messengers, Thresholds thresholds, InstantSource clock) {
        this.messengers = messengers;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    @Override
    public synchronized Result execute() {
        HealthLimits limits = thresholds.get();
        Findings findings = new Findings(limits.lines());
        Instant now = clock.instant();
        int sessions = 0;
        int open = 0;
        int swapping = 0;
        for (MessengerDTO endpoint : messengers.endpointStates()) {
            for (SessionDTO session : endpoint.sessions) {
                sessions++;
                if (session.swappingTo != null && ++swapping <= limits.lines()) {
                    swapping(findings, endpoint, session);
                }
                wanting(findings, endpoint, session);
                switch (session.state) {
                    case "OPEN" -> open++;
                    case "STANDBY" -> standby(findings, limits, endpoint, session, now);
                    case "CONNECTING", "ACCEPTING", "WAIT" -> connecting(findings, limits, endpoint, session, now);
                    default -> {} // has ended
                }
            }
        }
        disconnections.next();
        findings.note("sessions: {}, open: {}, swaps under way: {}", sessions, open, swapping);
        return findings.result();
    }

    private static void swapping(Findings findings, MessengerDTO endpoint, SessionDTO session) {
        findings.note(
                "{}: {} is about to take over the session with {} at {} from {}",
                endpoint.name,
                session.swappingTo,
                session.peerName,
                session.peerAddress,
                carrier(session));
    }

    private static void wanting(Findings findings, MessengerDTO endpoint, SessionDTO session) {
        if (session.lastSwapFault != null
                && session.wantedTransport != null
                && !session.wantedTransport.equals(carrier(session))) {
            findings.warn(
                    "{}: the session with {} at {} is to be carried by {} and is carried by {}; moving it has failed {}"
                            + " times, last: {}; remedy that, it is tried again, or take the wish back: msgr:swap {} auto",
                    endpoint.name,
                    session.peerName,
                    session.peerAddress,
                    session.wantedTransport,
                    carrier(session),
                    session.swapFailures,
                    session.lastSwapFault,
                    endpoint.name);
        }
    }

    private static String carrier(SessionDTO session) {
        return session.link == null ? "none" : session.link.transport;
    }

    private static void standby(
            Findings findings, HealthLimits limits, MessengerDTO endpoint, SessionDTO session, Instant now) {
        Duration time = Duration.between(Instant.ofEpochMilli(session.sinceMillis), now);
        if (limits.standby().isExceededBy(time)) {
            findings.warn(
                    "{}: the session with {} at {} has been on STANDBY for {} s (limit {} s) and holds {} messages,"
                            + " {} bytes; bring the peer back, mark the session down if it will not return, or set"
                            + " standby.timeout of {} (factory PID {})",
                    endpoint.name,
                    session.peerName,
                    session.peerAddress,
                    time.toSeconds(),
                    limits.standby().seconds(),
                    session.queued + session.unacknowledged,
                    session.storedBytes,
                    endpoint.name,
                    MessengerConstants.ENDPOINT_PID);
        }
    }

    private void connecting(
            Findings findings, HealthLimits limits, MessengerDTO endpoint, SessionDTO session, Instant now) {
        Duration time = Duration.between(disconnections.since(endpoint.name, session), now);
        boolean critical = limits.connectingCritical().isExceededBy(time);
        if (!critical && !limits.connecting().isExceededBy(time)) {
            return;
        }
        String format =
                "{}: the session with {} at {} has failed to connect for {} s (limit {} s), it is {}, last fault:"
                        + " {}; remedy that, or mark the session down";
        Object[] arguments = {
            endpoint.name,
            session.peerName,
            session.peerAddress,
            time.toSeconds(),
            (critical ? limits.connectingCritical() : limits.connecting()).seconds(),
            session.state,
            session.lastFault == null ? "none, the peer does not answer" : session.lastFault
        };
        if (critical) {
            findings.critical(format, arguments);
        } else {
            findings.warn(format, arguments);
        }
    }
}
