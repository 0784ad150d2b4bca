package messenger.bench.rival;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;

/** JGroups over TCP on loopback: unicasts between the two members of a cluster. One channel only. */
public final class JGroupsSystem implements MessagingSystem {
    private static final String CLUSTER = "bench";
    private static final long JOIN_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final int FRAGMENT_SIZE = 60 << 10;

    private final boolean bundling;
    private JChannel member;

    /** @param bundling whether a thread gathers messages; without, each leaves at once, as suits one at a time */
    public JGroupsSystem(boolean bundling) {
        this.bundling = bundling;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws Exception {
        join(List.of(), receivers);
        IpAddress bound = (IpAddress) member.down(new Event(Event.GET_PHYSICAL_ADDRESS, member.getAddress()));
        return Integer.toString(bound.getPort());
    }

    @Override
    public Channel connect(String address, Receiver receiver) throws Exception {
        if (member != null) {
            throw new UnsupportedOperationException("there are two members only, hence one channel");
        }
        InetSocketAddress host = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
        return join(List.of(host), () -> receiver).awaitChannel(JOIN_TIMEOUT_MILLIS);
    }

    private JGroupsReceiver join(List<InetSocketAddress> hosts, Supplier<Receiver> receivers) throws Exception {
        member = new JChannel(
                transport(),
                new TCPPING().initialHosts(hosts).setPortRange(0),
                new NAKACK2().useMcastXmit(false),
                // its send window blocks the sender: no flow control above it, whose credits the receiver would await
                new UNICAST4(),
                new STABLE(),
                new GMS().printLocalAddress(false),
                new FRAG2().setFragSize(FRAGMENT_SIZE));
        JGroupsReceiver receiver = new JGroupsReceiver(member, receivers);
        member.setReceiver(receiver);
        member.connect(CLUSTER);
        return receiver;
    }

    private Protocol transport() throws Exception {
        TCP tcp = new TCP();
        tcp.tcpNodelay(true);
        tcp.setBindAddress(InetAddress.getLoopbackAddress());
        tcp.setBindPort(freePort());
        tcp.setDiagnosticsHandler(new DiagnosticsHandler().setEnabled(false));
        // received on the thread that reads the socket
        tcp.setMessageProcessingPolicy("direct");
        tcp.useVirtualThreads(false);
        tcp.setBundlerType(bundling ? "per-destination" : "no-bundler");
        tcp.enableStats(false);
        return tcp;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        if (member != null) {
            member.close();
        }
    }
}
