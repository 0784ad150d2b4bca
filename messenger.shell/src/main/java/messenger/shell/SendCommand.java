package messenger.shell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.NotSentException;
import messenger.api.SendResult;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Sends messages of raw sections. */
final class SendCommand extends Command {
    private static final long MAX_TYPE = 0xffff;
    private static final long MAX_COUNT = 1_000_000;
    private static final long MAX_SECONDS = 86_400;

    private final Messengers messengers;

    SendCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("send a message whose front section is a text, over a session that there is")
    public Sent send(
            @Descriptor("COUNT: how often; once if absent")
                    @Parameter(
                            names = {"-n", "--count"},
                            absentValue = "1")
                    @Argument(min = 1, max = MAX_COUNT)
                    int count,
            @Descriptor("wait until the peer's session has each, and measure how long that takes")
                    @Parameter(
                            names = {"-a", "--ack"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean acknowledged,
            @Descriptor("send each as a request, wait for its reply, and measure how long that takes")
                    @Parameter(
                            names = {"-r", "--request"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean request,
            @Descriptor("SECONDS: how long each may take; 10 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    @Argument(max = MAX_SECONDS)
                    Duration timeout,
            @Descriptor("NAME: of the endpoint, such as client.4100") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEER: its address or name; msgr:connect opens a session") @Argument(Kind.PEER) String peer,
            @Descriptor("TYPE: number of the message type, 1 to 65535") @Argument(min = 1, max = MAX_TYPE) int type,
            @Descriptor("TEXT: content, sent in UTF-8; behind -- if it begins with a hyphen") String text)
            throws InterruptedException {
        if (acknowledged && request) {
            throw new IllegalArgumentException("--ack and --request measure different things; give one of them");
        }
        Messenger messenger = messengers.ofEndpoint(name);
        Connection connection = Sessions.require(messenger, peer);
        byte[] front = text.getBytes(StandardCharsets.UTF_8);
        long[] nanos = new long[count];
        Object last = null;
        for (int i = 0; i < count; i++) {
            Message message =
                    Message.builder(type).front(ByteBuffer.wrap(front)).build();
            long begin = System.nanoTime();
            if (acknowledged) {
                get(connection.sendAcknowledged(message), connection, i, "acknowledgement", timeout);
            } else if (request) {
                last = get(connection.request(message, timeout), connection, i, "reply", timeout);
            } else {
                accepted(connection.send(message, timeout), connection);
            }
            nanos[i] = System.nanoTime() - begin;
        }
        return new Sent(
                name,
                connection.peerAddress().toString(),
                type,
                front.length,
                count,
                acknowledged || request ? RoundTrips.of(nanos) : null,
                last instanceof Message reply
                        ? StandardCharsets.UTF_8.decode(reply.front()).toString()
                        : null);
    }

    private static void accepted(SendResult result, Connection connection) {
        if (result != SendResult.ACCEPTED) {
            throw new NotSentException(
                    "message to " + connection.peerAddress() + " was not accepted: " + result, result);
        }
    }

    private static Object get(Future<?> future, Connection connection, int before, String what, Duration timeout)
            throws InterruptedException {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failed(connection, before, what, timeout, e.getCause());
        } catch (TimeoutException e) {
            throw failed(connection, before, what, timeout, e);
        } finally {
            future.cancel(false);
        }
    }

    private static IllegalStateException failed(
            Connection connection, int before, String what, Duration timeout, Throwable cause) {
        String reason = cause instanceof TimeoutException
                ? "none within " + timeout.toMillis() + " ms, session is " + connection.state().state
                : String.valueOf(cause.getMessage());
        return new IllegalStateException(
                "no " + what + " from " + connection.peerAddress() + " for message " + (before + 1) + ": " + reason,
                cause);
    }
}
