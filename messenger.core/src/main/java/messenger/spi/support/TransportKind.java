package messenger.spi.support;

import java.util.function.BiFunction;
import java.util.function.Function;
import messenger.spi.ConfigValues;
import messenger.spi.Endpoint;

/**
 * A kind of transport.
 *
 * @param pid factory PID of its configurations, and name of its bundle
 * @param type see {@link messenger.spi.Transport#type}
 * @param reader makes settings from a configuration; throws an IllegalArgumentException that names PID, key and value
 * @param maker attaches a transport to an endpoint; it does not listen yet
 */
public record TransportKind<T extends ConfigurableTransport<S>, S extends TransportSettings<S>>(
        String pid, String type, Function<ConfigValues, S> reader, BiFunction<Endpoint, S, T> maker) {}
