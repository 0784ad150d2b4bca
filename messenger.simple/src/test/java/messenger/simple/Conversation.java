package messenger.simple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.ReplyTag;

/**
 * A wire conversation as a script. Lines:
 *
 * <pre>
 * accept                 the messenger accepts, the script dials
 * dial [NONCE|any]       the messenger dials the script, expecting that nonce
 * answer ACTION; ACTION  what core answers to the next question: after identified (dialler only), connectReceived,
 *                        replyReceived, seqReceived (dialler only)
 * send TOKENS            the script sends bytes
 * expect TOKENS          the messenger sends exactly these bytes
 * event TEXT             the handler is called so, in this order
 * end eof                the messenger closes the socket
 * end close              the script closes the socket
 *
 * ACTION: connect KEY=VALUE.. | reply TAG KEY=VALUE.. | seq N | ack N | keepalive S N | keepaliveAck S N
 *         | send SEQ TEXT
 *         | close | nothing
 * TOKENS: 'text'  u8:N  le32:N  le64:N  hex  addr:IP:PORT/NONCE  zeros:N
 * $L is the listening port, $C the connecting one
 * </pre>
 *
 * <p>Bytes are written by this class alone, not by the code under test.
 */
record Conversation(String name, boolean accepting, String dialNonce, List<Line> lines, List<String> answers) {
    /** A line that is carried out in its turn. */
    record Line(String verb, String rest) {}

    static Conversation read(String name) throws IOException {
        try (InputStream in = Conversation.class.getResourceAsStream("/conversations/" + name)) {
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Conversation parse(String name, String text) {
        boolean accepting = false;
        String nonce = "any";
        List<Line> lines = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (String raw : text.split("\n")) {
            String line = raw.replaceFirst("#.*", "").trim();
            if (line.isEmpty()) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            String rest = parts.length > 1 ? parts[1] : "";
            switch (parts[0]) {
                case "accept" -> accepting = true;
                case "dial" -> nonce = rest.isEmpty() ? "any" : rest;
                case "answer" -> answers.add(rest);
                default -> lines.add(new Line(parts[0], rest));
            }
        }
        return new Conversation(name, accepting, nonce, lines, answers);
    }

    /** The bytes of a send or expect line. */
    static byte[] bytes(String tokens, Map<String, String> variables) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (String token : tokens.split("\\s+(?=(?:[^']*'[^']*')*[^']*$)")) {
            put(substitute(token, variables), out);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    private static void put(String token, ByteBuffer out) {
        if (token.startsWith("'")) {
            out.put(token.substring(1, token.length() - 1).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String value = token.substring(token.indexOf(':') + 1);
        switch (token.replaceFirst(":.*", "")) {
            case "u8" -> out.put((byte) Integer.decode(value).intValue());
            case "le32" -> out.putInt((int) Long.decode(value).longValue());
            case "le64" -> out.putLong(Long.decode(value));
            case "zeros" -> out.put(new byte[Integer.parseInt(value)]);
            case "addr" -> putAddress(value, out);
            default -> out.put(HexFormat.of().parseHex(token));
        }
    }

    private static void putAddress(String text, ByteBuffer out) {
        String[] parts = text.split("[:/]");
        out.putInt(0).putInt((int) Long.decode(parts[2]).longValue());
        int port = Integer.parseInt(parts[1]);
        out.put((byte) 0).put((byte) 2).put((byte) (port >> 8)).put((byte) port);
        for (String octet : parts[0].split("\\.")) {
            out.put((byte) Integer.parseInt(octet));
        }
        out.put(new byte[120]);
    }

    static String substitute(String text, Map<String, String> variables) {
        String result = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            result = result.replace(variable.getKey(), variable.getValue());
        }
        return result;
    }

    static Connect connect(Map<String, String> fields) {
        return new Connect(
                Long.parseUnsignedLong(fields.getOrDefault("features", "3f01cfbdfffdffff"), 16),
                EntityType.parse(fields.getOrDefault("host", "osd")),
                Long.parseLong(fields.getOrDefault("gs", "1")),
                Long.parseLong(fields.getOrDefault("cs", "0")),
                Integer.parseInt(fields.getOrDefault("pv", "24")),
                new AuthorizerData(
                        Integer.parseInt(fields.getOrDefault("ap", "0")),
                        HexFormat.of().parseHex(fields.getOrDefault("auth", ""))),
                Boolean.parseBoolean(fields.get("lossy")));
    }

    static ConnectReply reply(ReplyTag tag, Map<String, String> fields) {
        return new ConnectReply(
                tag,
                Long.parseUnsignedLong(fields.getOrDefault("features", "3f01cfbdfffdffff"), 16),
                Long.parseLong(fields.getOrDefault("gs", "0")),
                Long.parseLong(fields.getOrDefault("cs", "0")),
                Integer.parseInt(fields.getOrDefault("pv", "24")),
                HexFormat.of().parseHex(fields.getOrDefault("auth", "")),
                Boolean.parseBoolean(fields.get("lossy")));
    }

    EntityAddress dialled(int port) {
        EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:" + port);
        return dialNonce.equals("any") ? address : address.withNonce(Long.decode(dialNonce));
    }

    @Override
    public String toString() {
        return name;
    }
}
