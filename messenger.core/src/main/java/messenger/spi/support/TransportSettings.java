package messenger.spi.support;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Settings of a transport, compared with those that it has.
 *
 * @param <S> the settings themselves
 */
@ConsumerType
public interface TransportSettings<S> {
    /** Whether a transport that was made with the former settings can take these over; if not, a new one is made. */
    boolean suits(S former);

    /** Of the transport among others, below 0: {@link messenger.spi.Transport#ranking}. */
    int ranking();

    /** Whether these listen at the same addresses, and choose ports from the same range, as the former. */
    boolean bindsLike(S former);
}
