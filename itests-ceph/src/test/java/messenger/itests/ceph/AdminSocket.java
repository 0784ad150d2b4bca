package messenger.itests.ceph;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A daemon's own socket, by which it answers without a network: a command in JSON, then a length and the answer. */
record AdminSocket(Path path) {
    /**
     * Asks the daemon.
     *
     * @param arguments names and values in turn
     * @return its answer; empty if it is no JSON, as when the daemon refuses, or nobody listens yet
     */
    Optional<JsonElement> ask(String command, Object... arguments) {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("prefix", command));
        for (int i = 0; i < arguments.length; i += 2) {
            request.put((String) arguments[i], arguments[i + 1]);
        }
        try {
            return Optional.of(JsonParser.parseString(exchange(new Gson().toJson(request))));
        } catch (IOException | JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** As {@link #ask}, when there must be an answer. */
    JsonElement demand(String command, Object... arguments) {
        return ask(command, arguments)
                .orElseThrow(() -> new IllegalStateException(path + " has no answer to " + command));
    }

    /** Changes an option of the running daemon. */
    void configure(String option, Object value) {
        demand("config set", "var", option, "val", new String[] {value.toString()});
    }

    private String exchange(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            ByteBuffer bytes = ByteBuffer.wrap((request + '\0').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            DataInputStream answer = new DataInputStream(Channels.newInputStream(channel));
            return new String(answer.readNBytes(answer.readInt()), StandardCharsets.UTF_8);
        }
    }
}
