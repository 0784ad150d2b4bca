package messenger.bench.rival;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;

/** A bidirectional streaming call of gRPC a channel, without protobuf. */
public final class GrpcSystem implements MessagingSystem {
    /** Up to which gRPC calls itself ready; its default of 32 KiB leaves a stream waiting for its writer. */
    static final int READY_THRESHOLD = 4 * 1024 * 1024;

    private static final String SERVICE = "messenger.bench.Messages";
    private static final MethodDescriptor<InputStream, InputStream> METHOD =
            MethodDescriptor.<InputStream, InputStream>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Exchange"))
                    .setRequestMarshaller(new GrpcMarshaller())
                    .setResponseMarshaller(new GrpcMarshaller())
                    .build();
    private static final int WINDOW = 8 * 1024 * 1024;
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;
    private static final int CALLS_PER_CONNECTION = 100;

    private final List<ManagedChannel> connections = new ArrayList<>();
    private int calls;
    private Server server;

    @Override
    public String listen(Supplier<Receiver> receivers) throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(METHOD, (call, headers) -> new GrpcServerCall(call, receivers.get()))
                        .build())
                .directExecutor()
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build()
                .start();
        return Integer.toString(server.getPort());
    }

    @Override
    public synchronized Channel connect(String address, Receiver receiver) throws Exception {
        if (calls++ % CALLS_PER_CONNECTION == 0) {
            connections.add(connection(Integer.parseInt(address)));
        }
        ClientCall<InputStream, InputStream> call =
                connections.getLast().newCall(METHOD, CallOptions.DEFAULT.withOnReadyThreshold(READY_THRESHOLD));
        GrpcClientCall listener = new GrpcClientCall(call, receiver);
        call.start(listener, new Metadata());
        call.request(Integer.MAX_VALUE);
        return listener.awaitOpen();
    }

    private static ManagedChannel connection(int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .directExecutor()
                .disableRetry() // what could be retried would have to be kept
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    @Override
    public synchronized void close() {
        connections.forEach(ManagedChannel::shutdownNow);
        if (server != null) {
            server.shutdownNow();
        }
    }
}
