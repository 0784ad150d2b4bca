package messenger.monitor;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the health checks, PID {@code messenger.monitor.health}. Times in milliseconds. */
@ObjectClassDefinition(
        name = "Messenger health checks",
        description = "What the health checks of endpoints, sessions, dispatch and throttles consider as trouble."
                + " Changes take effect at once.")
@interface HealthConfig {
    @AttributeDefinition(
            name = "Required endpoints",
            description = "Names such as osd.0: CRITICAL while such an endpoint is absent.",
            required = false)
    String[] required_endpoints() default {};

    @AttributeDefinition(
            name = "Listening endpoints",
            description = "Names such as osd.0: CRITICAL while such an endpoint listens nowhere.",
            required = false)
    String[] listening_endpoints() default {};

    @AttributeDefinition(
            name = "Standby",
            description = "Milliseconds that a session may stand by before WARN; 0 for ever.")
    long standby_max() default HealthLimits.STANDBY_MILLIS;

    @AttributeDefinition(
            name = "Connecting",
            description = "Milliseconds that a session may try to connect before WARN; 0 for ever.")
    long connecting_max() default HealthLimits.CONNECTING_MILLIS;

    @AttributeDefinition(
            name = "Connecting, critical",
            description = "Milliseconds that a session may try to connect before CRITICAL; 0 for ever.")
    long connecting_critical() default HealthLimits.CONNECTING_CRITICAL_MILLIS;

    @AttributeDefinition(
            name = "Dispatch",
            description = "Milliseconds that a message may wait for dispatch before WARN; 0 for ever.")
    long dispatch_max() default HealthLimits.DISPATCH_MILLIS;

    @AttributeDefinition(
            name = "Dispatch, critical",
            description = "Milliseconds that a message may wait for dispatch before CRITICAL; 0 for ever.")
    long dispatch_critical() default HealthLimits.DISPATCH_CRITICAL_MILLIS;

    @AttributeDefinition(
            name = "Throttles",
            description = "Percentage of a throttle's limit in use from which on it counts as full: WARN.")
    int throttle_percent() default HealthLimits.THROTTLE_PERCENT;

    @AttributeDefinition(
            name = "Lines",
            description = "How many troubles a check names one by one; the others are counted.")
    int lines_max() default HealthLimits.LINES;
}
