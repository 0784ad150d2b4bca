package messenger.bench.rival;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import messenger.bench.system.Receiver;

/** The client's end of a call; it always reads, so that the server's end can always write some time. */
final class GrpcClientCall extends ClientCall.Listener<InputStream> {
    private static final int SECONDS_TO_OPEN = 30;

    private final GrpcChannel channel;
    private final CompletableFuture<GrpcChannel> open = new CompletableFuture<>();

    GrpcClientCall(ClientCall<InputStream, InputStream> call, Receiver receiver) {
        channel = new GrpcChannel(call::sendMessage, call::isReady, receiver);
    }

    GrpcChannel awaitOpen() throws Exception {
        return open.get(SECONDS_TO_OPEN, TimeUnit.SECONDS);
    }

    @Override
    public void onHeaders(Metadata headers) {
        open.complete(channel);
    }

    @Override
    public void onMessage(InputStream message) {
        channel.received(message);
    }

    @Override
    public void onReady() {
        channel.becameReady();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        channel.closed(status.toString());
        open.completeExceptionally(status.asRuntimeException(trailers));
    }
}
