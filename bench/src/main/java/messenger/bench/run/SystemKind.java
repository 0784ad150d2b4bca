package messenger.bench.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import messenger.bench.ours.Delivery;
import messenger.bench.ours.MessengerSystem;
import messenger.bench.ours.Network;
import messenger.bench.rival.AeronSystem;
import messenger.bench.rival.GrpcSystem;
import messenger.bench.rival.JGroupsSystem;
import messenger.bench.rival.JeroMqSystem;
import messenger.bench.rival.NettySystem;
import messenger.bench.rival.RawRingSystem;
import messenger.bench.rival.RawSocketSystem;
import messenger.bench.rival.Waiting;
import messenger.bench.system.MessagingSystem;

/** What is measured, by the names in tables. */
enum SystemKind {
    TCP_FAST("tcp fast", Group.OURS, length -> new MessengerSystem(Network.TCP, Delivery.FAST, null)),
    TCP_QUEUE("tcp queue", Group.OURS, length -> new MessengerSystem(Network.TCP, Delivery.QUEUE, null)),
    /** Sessions of several priorities, and nine Dispatchers that are asked before the one that takes. */
    TCP_QUEUE_MIXED("tcp queue, mixed", Group.OURS, length -> new MessengerSystem(Network.TCP, Delivery.MIXED, null)),
    SHM_FAST("shm fast", Group.OURS, length -> new MessengerSystem(Network.SHM, Delivery.FAST, null)),
    SHM_QUEUE("shm queue", Group.OURS, length -> new MessengerSystem(Network.SHM, Delivery.QUEUE, null)),
    SHM_QUEUE_SPIN(
            "shm queue, spinning", Group.OURS, length -> new MessengerSystem(Network.SHM, Delivery.QUEUE, Spin.LONG)),
    RDMA_FAST("rdma fast", Group.OURS, length -> new MessengerSystem(Network.RDMA, Delivery.FAST, Spin.LONG)),
    SOCKET("socket", Group.LIMIT, length -> new RawSocketSystem(false)),
    SOCKET_CRC("socket + CRC", Group.LIMIT, length -> new RawSocketSystem(true)),
    RING("ring", Group.LIMIT, length -> new RawRingSystem(false, Waiting.YIELD)),
    RING_CRC("ring + CRC", Group.LIMIT, length -> new RawRingSystem(true, Waiting.YIELD)),
    RING_SPIN("ring, spinning", Group.LIMIT, length -> new RawRingSystem(false, Waiting.SPIN)),
    NETTY("Netty", Group.RIVAL, length -> new NettySystem(false), Options.UNSAFE),
    /** Frames gathered and taken apart by hand, as a messaging system on Netty may do it. */
    NETTY_GATHERING("Netty, gathering by hand", Group.RIVAL, length -> new NettySystem(true), Options.UNSAFE),
    AERON_IPC("Aeron IPC", Group.RIVAL, length -> new AeronSystem(true, AeronSystem.Idle.BACKOFF), Options.AERON),
    AERON_IPC_YIELD(
            "Aeron IPC, yielding", Group.RIVAL, length -> new AeronSystem(true, AeronSystem.Idle.YIELD), Options.AERON),
    AERON_IPC_SPIN(
            "Aeron IPC, spinning", Group.RIVAL, length -> new AeronSystem(true, AeronSystem.Idle.SPIN), Options.AERON),
    AERON_UDP("Aeron UDP", Group.RIVAL, length -> new AeronSystem(false, AeronSystem.Idle.BACKOFF), Options.AERON),
    JEROMQ("JeroMQ", Group.RIVAL, JeroMqSystem::new),
    GRPC("gRPC", Group.RIVAL, length -> new GrpcSystem(), Options.UNSAFE),
    JGROUPS("JGroups", Group.RIVAL, length -> new JGroupsSystem(true)),
    /** As JGroups advises for low latency. */
    JGROUPS_UNBUNDLED("JGroups, no bundler", Group.RIVAL, length -> new JGroupsSystem(false));

    /** What a system is in the comparison. */
    enum Group {
        OURS,
        /** What the transport itself costs. */
        LIMIT,
        RIVAL
    }

    private static final class Spin {
        static final Duration LONG = Duration.ofMillis(1);
    }

    /** What their documentation has users set. */
    private static final class Options {
        private static final String OPEN = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
        static final String[] AERON = {OPEN, "-Dagrona.disable.bounds.checks=true"};
        static final String[] UNSAFE = {
            OPEN,
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dio.netty.noUnsafe=false",
            "-Dio.grpc.netty.shaded.io.netty.noUnsafe=false"
        };
    }

    private final String title;
    private final Group group;
    private final IntFunction<MessagingSystem> maker;
    private final List<String> jvmOptions;

    SystemKind(String title, Group group, IntFunction<MessagingSystem> maker, String... jvmOptions) {
        this.title = title;
        this.group = group;
        this.maker = maker;
        this.jvmOptions = List.of(jvmOptions);
    }

    static SystemKind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no system; there are " + Arrays.toString(values())));
    }

    String title() {
        return title;
    }

    Group group() {
        return group;
    }

    /** For payloads of so many bytes. */
    MessagingSystem create(int length) {
        return maker.apply(length);
    }

    /** What its JVMs need besides. */
    List<String> jvmOptions() {
        return jvmOptions;
    }
}
