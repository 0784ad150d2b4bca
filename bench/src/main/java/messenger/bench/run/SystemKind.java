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
    TCP_FAST("tcp fast", length -> new MessengerSystem(Network.TCP, Delivery.FAST, null)),
    TCP_QUEUE("tcp queue", length -> new MessengerSystem(Network.TCP, Delivery.QUEUE, null)),
    /** Sessions of several priorities, and nine Dispatchers that are asked before the one that takes. */
    TCP_QUEUE_MIXED("tcp queue, mixed", length -> new MessengerSystem(Network.TCP, Delivery.MIXED, null)),
    SHM_FAST("shm fast", length -> new MessengerSystem(Network.SHM, Delivery.FAST, null)),
    SHM_QUEUE("shm queue", length -> new MessengerSystem(Network.SHM, Delivery.QUEUE, null)),
    SHM_QUEUE_SPIN("shm queue, spinning", length -> new MessengerSystem(Network.SHM, Delivery.QUEUE, Spin.LONG)),
    RDMA_FAST("rdma fast", length -> new MessengerSystem(Network.RDMA, Delivery.FAST, Spin.LONG), Options.EMULATED),
    SOCKET("socket", length -> new RawSocketSystem(false)),
    SOCKET_CRC("socket + CRC", length -> new RawSocketSystem(true)),
    RING("ring", length -> new RawRingSystem(false, Waiting.YIELD)),
    RING_CRC("ring + CRC", length -> new RawRingSystem(true, Waiting.YIELD)),
    RING_SPIN("ring, spinning", length -> new RawRingSystem(false, Waiting.SPIN)),
    NETTY("Netty", length -> new NettySystem(false), Options.UNSAFE),
    /** Frames gathered and taken apart by hand, as a messaging system on Netty may do it. */
    NETTY_GATHERING("Netty, gathering by hand", length -> new NettySystem(true), Options.UNSAFE),
    AERON_IPC("Aeron IPC", length -> new AeronSystem(true, AeronSystem.Idle.BACKOFF), Options.AERON),
    AERON_IPC_YIELD("Aeron IPC, yielding", length -> new AeronSystem(true, AeronSystem.Idle.YIELD), Options.AERON),
    AERON_IPC_SPIN("Aeron IPC, spinning", length -> new AeronSystem(true, AeronSystem.Idle.SPIN), Options.AERON),
    AERON_UDP("Aeron UDP", length -> new AeronSystem(false, AeronSystem.Idle.BACKOFF), Options.AERON),
    JEROMQ("JeroMQ", JeroMqSystem::new),
    GRPC("gRPC", length -> new GrpcSystem(), Options.UNSAFE),
    JGROUPS("JGroups", length -> new JGroupsSystem(true)),
    /** As JGroups advises for low latency. */
    JGROUPS_UNBUNDLED("JGroups, no bundler", length -> new JGroupsSystem(false));

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

        /** Not theirs: in the emulated machine with RDMA devices, JVMs with the optimising compiler die now and then. */
        static final String[] EMULATED = {"-XX:TieredStopAtLevel=1", "-XX:-UseG1GC", "-XX:+UseSerialGC"};
    }

    private final String title;
    private final IntFunction<MessagingSystem> maker;
    private final List<String> jvmOptions;

    SystemKind(String title, IntFunction<MessagingSystem> maker, String... jvmOptions) {
        this.title = title;
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

    /** For payloads of so many bytes. */
    MessagingSystem create(int length) {
        return maker.apply(length);
    }

    /** What its JVMs need besides. */
    List<String> jvmOptions() {
        return jvmOptions;
    }
}
