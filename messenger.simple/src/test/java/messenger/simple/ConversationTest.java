package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import messenger.api.EntityAddress;
import messenger.conformance.wire.Conversation;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.ScriptedCore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the scripts of {@code conversations} against a real messenger over real sockets. */
@Timeout(60)
class ConversationTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    /** How a script's bytes are sent, and on which thread core answers. */
    enum Mode {
        LINES,
        BYTE_BY_BYTE,
        PIPELINED,
        ANSWERED_ELSEWHERE,
        BYTE_BY_BYTE_ANSWERED_ELSEWHERE,
        PIPELINED_ANSWERED_ELSEWHERE;

        boolean bytewise() {
            return name().startsWith("BYTE");
        }

        boolean pipelined() {
            return name().startsWith("PIPELINED");
        }

        boolean elsewhere() {
            return name().endsWith("ELSEWHERE");
        }
    }

    static Stream<Arguments> scripts() throws Exception {
        return Conversation.names().stream()
                .flatMap(name -> Stream.of(Mode.values()).map(mode -> Arguments.of(name, mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scripts")
    void runs(String name, Mode mode) throws Exception {
        Conversation script = Conversation.read(name);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Executor executor = mode.elsewhere() ? other : Runnable::run;
            if (script.accepting()) {
                accept(script, mode, executor);
            } else {
                dial(script, mode, executor);
            }
        }
    }

    private static void accept(Conversation script, Mode mode, Executor executor) throws Exception {
        FakeEndpoint endpoint = new FakeEndpoint();
        endpoint.handlers = link -> {
            ScriptedCore core = new ScriptedCore(script.answers(), executor, false);
            core.known.complete(link);
            return core;
        };
        try (SimpleMessenger messenger = new SimpleMessenger(endpoint, Settings.listening());
                Socket socket = connect(messenger.addresses().getFirst())) {
            run(
                    script,
                    mode,
                    socket,
                    socket.getPort(),
                    socket.getLocalPort(),
                    () -> endpoint.accepted.take().handler());
        }
    }

    private static void dial(Conversation script, Mode mode, Executor executor) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SimpleMessenger messenger = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            ScriptedCore core = new ScriptedCore(script.answers(), executor, true);
            core.known.complete(messenger.dial(script.dialled("tcp", server.getLocalPort()), core));
            try (Socket socket = server.accept()) {
                run(script, mode, socket, server.getLocalPort(), socket.getPort(), () -> core);
            }
        }
    }

    private interface CoreSource {
        RecordingHandler get() throws InterruptedException;
    }

    private static Socket connect(EntityAddress address) throws IOException {
        return new Socket(address.ip(), address.port());
    }

    private static void run(
            Conversation script, Mode mode, Socket socket, int listening, int connecting, CoreSource source)
            throws Exception {
        Map<String, String> variables = Map.of("$L", Integer.toString(listening), "$C", Integer.toString(connecting));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        List<String> expected = new ArrayList<>();
        for (Conversation.Line line : order(script.lines(), mode)) {
            switch (line.verb()) {
                case "send" -> send(socket.getOutputStream(), Conversation.bytes(line.rest(), variables), mode);
                case "expect" -> expect(socket, Conversation.bytes(line.rest(), variables), line.rest());
                case "event" -> expected.add(Conversation.substitute(line.rest(), variables));
                case "end" -> end(socket, line.rest());
                default -> throw new IllegalArgumentException(line.verb());
            }
        }
        RecordingHandler core = source.get();
        List<String> events = new ArrayList<>();
        while (events.size() < expected.size()) {
            events.add(core.next());
        }
        assertEquals(String.join("\n", expected), String.join("\n", events));
    }

    /** Pipelined, all is sent before anything is expected, but for what makes the messenger close. */
    private static List<Conversation.Line> order(List<Conversation.Line> lines, Mode mode) {
        if (!mode.pipelined()) {
            return lines;
        }
        List<Conversation.Line> early = new ArrayList<>(
                lines.stream().filter(line -> line.verb().equals("send")).toList());
        if (lines.contains(new Conversation.Line("end", "eof"))) {
            early.removeLast();
        }
        List<Conversation.Line> ordered = new ArrayList<>(early);
        lines.stream().filter(line -> !early.contains(line)).forEach(ordered::add);
        return ordered;
    }

    private static void send(OutputStream out, byte[] bytes, Mode mode) throws IOException {
        if (!mode.bytewise()) {
            out.write(bytes);
            return;
        }
        try {
            for (byte b : bytes) {
                out.write(b);
            }
        } catch (SocketException e) {
            // the messenger may have seen enough
        }
    }

    private static void expect(Socket socket, byte[] bytes, String text) throws IOException {
        byte[] got = socket.getInputStream().readNBytes(bytes.length);
        assertArrayEquals(
                bytes,
                got,
                () -> "expect " + text + "\nwanted " + HexFormat.of().formatHex(bytes) + "\ngot    "
                        + HexFormat.of().formatHex(got));
    }

    private static void end(Socket socket, String how) throws IOException {
        if (how.equals("eof")) {
            assertEquals(-1, read(socket), "the messenger closes");
        } else {
            socket.close();
        }
    }

    /** A reset is an end too: the messenger may close with input unread. */
    private static int read(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
