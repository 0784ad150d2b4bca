package messenger.examples.relay;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands that configure relays; the endpoints are configured as any others. */
@Component(service = RelayCommands.class)
@GogoCommand(
        scope = "example",
        function = {"relay", "relaypeers"})
public final class RelayCommands {
    private final ConfigurationAdmin admin;

    @Activate
    public RelayCommands(@Reference ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Configures a relay for clients; a relay of the same listening endpoint is changed. */
    @Descriptor("stand in for a daemon: carry each client's session by a session of its own with the daemon")
    public String relay(
            @Descriptor("LISTEN: endpoint that clients reach, such as osd.0") String listen,
            @Descriptor("DIAL: endpoint that dials the daemon, such as client.9000") String dial,
            @Descriptor("TYPE: mon, mds, osd or mgr") String type,
            @Descriptor("ADDRESS: the daemon's, such as v1:192.0.2.1:6789/0") String address)
            throws IOException {
        EntityName name = EntityName.parse(listen);
        return configure(
                ClientRelay.PID,
                name,
                Map.of(
                        "listen", name.toString(),
                        "dial", EntityName.parse(dial).toString(),
                        "daemon.type", EntityType.parse(type).toString(),
                        "daemon.address", parsed(address)));
    }

    /** Configures a relay between peers; a relay of the same near endpoint is changed. */
    @Descriptor("stand between two lossless peers: carry what one says to the other")
    public String relaypeers(
            @Descriptor("NEAR: endpoint that the near peer knows, such as osd.1") String near,
            @Descriptor("NEARTYPE: kind of the near peer, such as osd") String nearType,
            @Descriptor("NEARADDRESS: the near peer's, such as v1:192.0.2.1:6803/1234") String nearAddress,
            @Descriptor("FAR: endpoint that the far peer knows") String far,
            @Descriptor("FARTYPE: kind of the far peer") String farType,
            @Descriptor("FARADDRESS: the far peer's") String farAddress)
            throws IOException {
        EntityName name = EntityName.parse(near);
        return configure(
                PeerRelay.PID,
                name,
                Map.of(
                        "near", name.toString(),
                        "near.type", EntityType.parse(nearType).toString(),
                        "near.address", parsed(nearAddress),
                        "far", EntityName.parse(far).toString(),
                        "far.type", EntityType.parse(farType).toString(),
                        "far.address", parsed(farAddress)));
    }

    private static String parsed(String address) {
        EntityAddress.parse(address);
        return address;
    }

    private String configure(String factoryPid, EntityName name, Map<String, String> properties) throws IOException {
        var configuration = admin.getFactoryConfiguration(factoryPid, name.toString(), "?");
        Dictionary<String, Object> values = new Hashtable<>(properties);
        configuration.updateIfDifferent(values);
        return configuration.getPid();
    }
}
