package messenger.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import messenger.api.Policy;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Test;

/** Random traffic between 8 servers and 32 clients, with and without failures. */
public interface StressTests extends ConformanceTests {
    int SERVERS = 8;
    int CLIENTS = 32;

    /** How the parties of a run differ from the ordinary. */
    @FunctionalInterface
    interface Change {
        EndpointSettings.Builder apply(EndpointSettings.Builder settings);
    }

    private static List<Party> servers(Rig rig, Policy policy, Change change) {
        List<Party> servers = new ArrayList<>();
        for (int id = 0; id < SERVERS; id++) {
            servers.add(rig.server(change.apply(settings(rig, "osd." + id, policy))));
        }
        return servers;
    }

    private static List<Party> clients(Rig rig, Policy policy, boolean listen, Change change) {
        List<Party> clients = new ArrayList<>();
        for (int id = 1; id <= CLIENTS; id++) {
            EndpointSettings.Builder settings = change.apply(settings(rig, "client." + id, policy));
            clients.add(listen ? rig.server(settings) : rig.client(settings));
        }
        return clients;
    }

    private static EndpointSettings.Builder settings(Rig rig, String name, Policy policy) {
        return Rig.settings(name, policy).injectSeed(rig.seed() + name.hashCode());
    }

    private static Change failures(long oneIn) {
        return settings -> settings.injectSocketFailures(oneIn);
    }

    @Test
    default void losslessClientsConnectSendAndDrop(Rig rig) {
        Change none = settings -> settings;
        new Workload(
                        rig,
                        servers(rig, Policy.statefulServer(), none),
                        clients(rig, Policy.losslessClient(), false, none),
                        false,
                        true)
                .run();
    }

    @Test
    default void reusedPeersConnectSendAndDrop(Rig rig) {
        Change none = settings -> settings;
        new Workload(
                        rig,
                        servers(rig, Policy.losslessPeerReuse(), none),
                        clients(rig, Policy.losslessPeerReuse(), true, none),
                        true,
                        true)
                .run();
    }

    @Test
    default void throttledLosslessClientsUnderFrequentFailures(Rig rig) {
        new Workload(
                        rig,
                        servers(rig, Policy.statefulServer().withThrottles(200, 16 << 20), failures(30)),
                        clients(rig, Policy.losslessClient(), false, failures(30)),
                        false,
                        true)
                .run();
    }

    @Test
    default void losslessPeersUnderRareFailuresAndDelays(Rig rig) {
        Change change = settings -> failures(600)
                .apply(settings)
                .injectDelayMax(Duration.ofMillis(5))
                .injectDelayProbability(0.02);
        new Workload(
                        rig,
                        servers(rig, Policy.losslessPeer(), change),
                        clients(rig, Policy.losslessPeer(), true, change),
                        true,
                        false)
                .run();
    }

    @Test
    default void lossyClientsUnderFrequentFailures(Rig rig) {
        new Workload(
                        rig,
                        servers(rig, Policy.statelessServer(), failures(30)),
                        clients(rig, Policy.lossyClient(), false, failures(30)),
                        false,
                        true)
                .run();
    }
}
