package messenger.api;

/**
 * When a received message passed its stations, in nanoseconds of {@link System#nanoTime()}; 0 while it has not.
 *
 * @param received its last byte arrived
 * @param throttled it was admitted by all throttles
 * @param dispatched it was handed to the first Dispatcher
 * @param completed its share of the throttles was returned
 */
public record MessageTimes(long received, long throttled, long dispatched, long completed) {
    /** A message that is under construction. */
    public static final MessageTimes NONE = new MessageTimes(0, 0, 0, 0);
}
