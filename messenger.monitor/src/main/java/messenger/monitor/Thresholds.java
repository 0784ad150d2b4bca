package messenger.monitor;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits of the health checks, as they are configured. Thread safe. */
@Designate(ocd = HealthConfig.class)
@Component(service = Thresholds.class, configurationPid = Thresholds.PID)
public final class Thresholds {
    static final String PID = "messenger.monitor.health";

    private static final Logger LOG = LoggerFactory.getLogger(Thresholds.class);

    private volatile HealthLimits limits = HealthLimits.DEFAULTS;

    @Activate
    public Thresholds(HealthConfig config) {
        read(config, "the defaults are");
    }

    @Modified
    void modified(HealthConfig config) {
        read(config, "the former stays");
    }

    // a refused configuration is not thrown: a component that could not be activated takes the checks with it
    private void read(HealthConfig config, String instead) {
        try {
            limits = HealthLimits.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration refused, {} in force: {}", instead, e.getMessage());
        }
    }

    HealthLimits get() {
        return limits;
    }
}
