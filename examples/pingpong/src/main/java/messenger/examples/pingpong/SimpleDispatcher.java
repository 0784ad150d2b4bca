package messenger.examples.pingpong;

import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.SendResult;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: sends every {@link DataPing} back and answers {@link Stats} with what it has seen. One for each
 * configuration; the endpoint's name in it is also the service property by which the endpoint finds its Dispatchers.
 */
@Component(
        service = Dispatcher.class,
        configurationPid = SimpleDispatcher.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimpleDispatcher.Config.class, factory = true)
public final class SimpleDispatcher implements Dispatcher {
    /** Factory PID of servers. */
    public static final String PID = "messenger.examples.pingpong";

    private static final Logger LOG = LoggerFactory.getLogger(SimpleDispatcher.class);
    private static final int MAX_RUNS = 1024;

    /** Configuration of a server. */
    @ObjectClassDefinition(name = "Ping-pong server", description = "Sends every DataPing back. A change restarts it.")
    public @interface Config {
        /** Name of the endpoint that it serves. */
        @AttributeDefinition(description = "Name of the endpoint that it serves, such as osd.0")
        String messenger_endpoint() default "";

        /** Whether to answer on the receiving thread. */
        @AttributeDefinition(description = "Whether to answer on the receiving thread, ahead of the dispatch queue")
        boolean fast() default false;
    }

    private final Runs runs = new Runs(MAX_RUNS);
    private final boolean fast;

    @Activate
    public SimpleDispatcher(Config config) {
        if (config.messenger_endpoint().isBlank()) {
            throw new IllegalArgumentException(
                    PID + ": messenger.endpoint is empty; allowed: the name of an endpoint, for example osd.0");
        }
        fast = config.fast();
    }

    @Override
    public boolean canFastDispatch(MessageHeader header) {
        return fast && header.type() == DataPingType.NUMBER;
    }

    @Override
    public void fastDispatch(Message message) {
        dispatch(message);
    }

    @Override
    public boolean dispatch(Message message) {
        return switch (message.body()) {
            case DataPing ping -> {
                runs.accept(ping.tag(), ping.counter());
                reply(message, ping);
                yield true;
            }
            case Stats stats -> {
                reply(message, runs.stats(stats.tag()));
                yield true;
            }
            case null, default -> false;
        };
    }

    private static void reply(Message request, Object body) {
        SendResult result = request.connection().sendReply(request, Message.of(body));
        if (result != SendResult.ACCEPTED) {
            // the client counts it as lost, so that this is no news on a session that ends
            LOG.debug(
                    "reply to {} of {} not accepted: {}",
                    request.header(),
                    request.header().source(),
                    result);
        }
    }
}
