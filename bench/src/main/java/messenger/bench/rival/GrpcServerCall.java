package messenger.bench.rival;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.InputStream;
import messenger.bench.system.Receiver;

/** The server's end of a call; it reads no more while its answers pile up. */
final class GrpcServerCall extends ServerCall.Listener<InputStream> {
    private static final int CREDIT = 256;

    private final ServerCall<InputStream, InputStream> call;
    private final GrpcChannel channel;
    private int used;

    GrpcServerCall(ServerCall<InputStream, InputStream> call, Receiver receiver) {
        this.call = call;
        channel = new GrpcChannel(call::sendMessage, call::isReady, receiver);
        call.setOnReadyThreshold(GrpcSystem.READY_THRESHOLD);
        call.sendHeaders(new Metadata());
        call.request(CREDIT);
    }

    @Override
    public void onMessage(InputStream message) {
        channel.received(message);
        used++;
        renewCredit();
    }

    @Override
    public void onReady() {
        channel.becameReady();
        renewCredit();
    }

    @Override
    public void onHalfClose() {
        call.close(Status.OK, new Metadata());
    }

    @Override
    public void onCancel() {
        channel.closed("cancelled");
    }

    private void renewCredit() {
        if (used >= CREDIT / 2 && call.isReady()) {
            int renewed = used;
            used = 0;
            call.request(renewed);
        }
    }
}
