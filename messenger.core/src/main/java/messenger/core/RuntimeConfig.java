package messenger.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of what all endpoints share, PID {@code messenger.core}. */
@ObjectClassDefinition(name = "Messenger", description = "What all endpoints of this framework share.")
@interface RuntimeConfig {
    @AttributeDefinition(
            name = "Memory",
            description =
                    "Bytes that messages of all endpoints may take, one half received and one half to be sent; 0 for"
                            + " half of the maximum heap. Changing it ends all sessions.")
    long memory_bytes() default 0;
}
