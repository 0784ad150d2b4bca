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

    @AttributeDefinition(
            name = "Registered memory",
            description =
                    "Bytes of the pool from which transports take memory that devices and other processes can be given, 4194304"
                            + " or more; 0 for none, -1 for a quarter of the maximum heap, at most 268435456. It lies outside of"
                            + " the heap and is taken as needed. Changing it ends all sessions.")
    long memory_registered_bytes() default -1;
}
