package messenger.monitor;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the metrics, PID {@code messenger.monitor.metrics}. */
@ObjectClassDefinition(name = "Messenger metrics", description = "What is registered with meter registries.")
@interface MetricsConfig {
    @AttributeDefinition(
            name = "Per peer",
            description =
                    "Whether figures of sessions are kept for each peer, such as osd.1, instead of for each type of"
                            + " peer, such as osd. For few peers only. A change registers all meters anew.")
    boolean per_peer() default false;
}
