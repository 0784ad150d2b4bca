package messenger.conformance.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.ReplyTag;
import messenger.spi.SessionId;

/**
 * A wire conversation as a script. Lines that all transports have; others are theirs:
 *
 * <pre>
 * accept                 the messenger accepts, the script dials
 * dial [NONCE|any]       the messenger dials the script, expecting that nonce
 * answer ACTION; ACTION  what core answers to the next question: after identified (dialler only), connectReceived,
 *                        replyReceived, seqReceived (dialler only)
 * send TOKENS            the script sends bytes
 * expect TOKENS          the messenger sends exactly these bytes
 * event TEXT             the handler is called so, in this order
 * end eof                the messenger closes the connection
 * end close              the script closes the connection
 *
 * ACTION: connect KEY=VALUE.. | reply TAG KEY=VALUE.. | seq N | ack N | keepalive S N | keepaliveAck S N
 *         | send SEQ FRONT MIDDLE DATA, each a text, or count:N, or - for none; the last may be missing
 *         | control HEX | close | nothing
 * TOKENS: 'text'  u8:N  le16:N  le32:N  le64:N  hex  addr:IP:PORT/NONCE  zeros:N
 *         count:N, the bytes 0, 1, 2 ... modulo 251; count:N+M, N of them from the Mth on
 * $L is the listening port, $C the connecting one
 * </pre>
 *
 * <p>Bytes are written by this class alone, not by the code under test.
 */
public record Conversation(String name, boolean accepting, String dialNonce, List<Line> lines, List<String> answers) {
    /** A line that is carried out in its turn. */
    public record Line(String verb, String rest) {}

    /** Names of all scripts below {@code conversations}, in order. */
    public static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(
                Path.of(Conversation.class.getResource("/conversations").toURI()))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Reads a resource below {@code conversations}. */
    public static Conversation read(String name) throws IOException {
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
    public static byte[] bytes(String tokens, Map<String, String> variables) {
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
            case "le16" -> out.putShort((short) Integer.decode(value).intValue());
            case "le32" -> out.putInt((int) Long.decode(value).longValue());
            case "le64" -> out.putLong(Long.decode(value));
            case "zeros" -> out.put(new byte[Integer.parseInt(value)]);
            case "count" -> out.put(counted(value));
            case "addr" -> putAddress(value, out);
            default -> out.put(HexFormat.of().parseHex(token));
        }
    }

    /** Bytes to be known again: {@code N}, or {@code N+M} to begin at the Mth. */
    static byte[] counted(String text) {
        String[] parts = text.split("\\+");
        int from = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        byte[] bytes = new byte[Integer.parseInt(parts[0])];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((from + i) % 251);
        }
        return bytes;
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

    /** A line with the variables' values. */
    public static String substitute(String text, Map<String, String> variables) {
        String result = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            result = result.replace(variable.getKey(), variable.getValue());
        }
        return result;
    }

    /** What an action {@code connect} says. */
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
                Boolean.parseBoolean(fields.get("lossy")),
                Boolean.parseBoolean(fields.get("control")),
                session(fields.get("session")));
    }

    /** 32 hexadecimal digits, in the order of the wire, or null. */
    private static SessionId session(String hex) {
        return hex == null
                ? null
                : SessionId.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** What an action {@code reply} says. */
    static ConnectReply reply(ReplyTag tag, Map<String, String> fields) {
        return new ConnectReply(
                tag,
                Long.parseUnsignedLong(fields.getOrDefault("features", "3f01cfbdfffdffff"), 16),
                Long.parseLong(fields.getOrDefault("gs", "0")),
                Long.parseLong(fields.getOrDefault("cs", "0")),
                Integer.parseInt(fields.getOrDefault("pv", "24")),
                HexFormat.of().parseHex(fields.getOrDefault("auth", "")),
                Boolean.parseBoolean(fields.get("lossy")),
                Boolean.parseBoolean(fields.get("control")));
    }

    /** What the messenger is to dial, if it does. */
    public EntityAddress dialled(String scheme, int port) {
        EntityAddress address = EntityAddress.parse(scheme + "://127.0.0.1:" + port);
        return dialNonce.equals("any") ? address : address.withNonce(Long.decode(dialNonce));
    }

    @Override
    public String toString() {
        return name;
    }
}
