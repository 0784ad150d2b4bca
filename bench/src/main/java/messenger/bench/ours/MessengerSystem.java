package messenger.bench.ours;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import messenger.spi.support.ConfigurableTransport;
import messenger.xio.XioMessenger;
import messenger.xio.XioSettings;

/** Lossless sessions with sequence numbers, CRCs and acknowledgements: what a configuration without a word gives. */
public final class MessengerSystem implements MessagingSystem {
    /** Property that names the address of an RDMA device. */
    public static final String RDMA_ADDRESS = "bench.rdma.address";

    private final Network network;
    private final Delivery delivery;
    private final Duration spin;
    private final CoreRuntime runtime = CoreRuntime.create();
    private Path directory;
    private CoreEndpoint endpoint;
    private ConfigurableTransport<?> transport;
    private int sessions;

    /**
     * A messenger.
     *
     * @param delivery how messages reach the receiver
     * @param spin how long threads look for more before they sleep, where that can be set; null for the default
     */
    public MessengerSystem(Network network, Delivery delivery, Duration spin) {
        this.network = network;
        this.delivery = delivery;
        this.spin = spin;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws Exception {
        directory = Files.createTempDirectory("bench-messenger");
        open("osd.0", Policy.statefulServer(), new Receiving(delivery, receivers));
        EntityAddress bound = endpoint.messenger().bind(EntityAddress.parse(network.bind()));
        return bound + "@" + directory;
    }

    @Override
    public Channel connect(String address, Receiver receiver) throws Exception {
        int at = address.lastIndexOf('@');
        if (endpoint == null) {
            directory = Path.of(address.substring(at + 1));
            open("client.1", Policy.losslessClient(), new Receiving(delivery, () -> receiver));
        }
        EntityAddress server = EntityAddress.parse(address.substring(0, at));
        // the sessions of one party with one address are one session
        Connection connection = sessions == 0
                ? endpoint.messenger().connect(EntityType.OSD, server)
                : endpoint.messenger().connectSeparately(EntityType.OSD, server);
        int priority = delivery.priority(sessions++);
        MessengerChannel channel = new MessengerChannel(connection, endpoint.messenger(), receiver, priority);
        connection.attach(channel);
        return channel;
    }

    private void open(String name, Policy policy, Receiving receiving) {
        EndpointSettings.Builder settings = EndpointSettings.of(name).defaultPolicy(policy);
        if (spin != null) {
            settings.dispatchSpin(spin);
        }
        endpoint = new CoreEndpoint(settings.build(), runtime);
        receiving.messenger(endpoint.messenger());
        delivery.addDispatchers(endpoint, receiving);
        transport = switch (network) {
            case TCP ->
                new SimpleMessenger(
                        endpoint, SimpleSettings.builder().ports(0, 0).build());
            case SHM -> xio(XioSettings.FabricChoice.SHM);
            case RDMA -> xio(XioSettings.FabricChoice.RDMA);
        };
    }

    private XioMessenger xio(XioSettings.FabricChoice fabric) {
        XioSettings.Builder settings =
                XioSettings.builder().fabric(fabric).shmDirectory(directory).ports(0, 0);
        return new XioMessenger(endpoint, (spin == null ? settings : settings.spin(spin)).build());
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
            transport.close();
        }
        runtime.close();
    }
}
