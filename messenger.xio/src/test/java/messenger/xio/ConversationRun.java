package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.conformance.wire.Conversation;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.ScriptedCore;
import messenger.spi.Link;
import messenger.spi.LinkFault;

/**
 * Carries out a script over a {@link ScriptedFabric}. Lines of xio, besides those of {@link Conversation}:
 *
 * <pre>
 * greet TOKENS      the script's private data, in its connect or its accept; a good one if the line is missing
 * greeted TOKENS    the messenger's private data, in its connect, its accept or its reject
 * refuse TOKENS     the script refuses to be connected, with this private data
 * send TOKENS       one datagram; expect is about frames, however they are cut into datagrams
 * credit N          a datagram that returns credits
 * push KIND CREDITS NUMBER TOKENS       a datagram with this head
 * datagram KIND CREDITS NUMBER TOKENS   exactly this datagram comes next
 * reads ADDRESS KEY LENGTH              the messenger fetches this, and no more
 * transfer TOKENS                       the oldest fetch ends with these bytes
 * offered ADDRESS TOKENS                what the script would fetch there
 * </pre>
 */
final class ConversationRun implements AutoCloseable {
    /** How the script's datagrams arrive, and on which thread core answers. */
    enum Mode {
        ONE_BY_ONE,
        TOGETHER,
        MERGED,
        ONE_BY_ONE_ANSWERED_ELSEWHERE,
        TOGETHER_ANSWERED_ELSEWHERE,
        MERGED_ANSWERED_ELSEWHERE;

        boolean early() {
            return !name().startsWith("ONE");
        }

        boolean merged() {
            return name().startsWith("MERGED");
        }

        boolean elsewhere() {
            return name().endsWith("ELSEWHERE");
        }
    }

    private static final int CREDITS = 32;
    private static final int ROOM = 4096 - Datagram.HEAD;
    private static final String GREETING = "'MXIO' le16:1 le16:1 le32:4096 le16:32 le16:1 le16:0 le16:0";
    private static final Map<String, String> VARIABLES =
            Map.of("$L", "" + ScriptedFabric.LISTENING, "$C", "" + ScriptedFabric.CONNECTING);

    final ScriptedFabric fabric = new ScriptedFabric();
    final LeasingMemory memory = new LeasingMemory(1 << 20);
    final FakeEndpoint endpoint = new FakeEndpoint();
    final XioMessenger messenger;
    private final Conversation script;
    private final Mode mode;
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> expectedEvents = new ArrayList<>();
    private final Queue<byte[]> datagrams = new ArrayDeque<>();
    /** What the next datagram carries, while several lines go into one. */
    private byte[] merged = {};

    private ScriptedFabric.Incoming incoming;
    private ScriptedPeer peer;
    private ScriptedCore core;
    private Link link;

    /** Everything up to the script's first line. */
    ConversationRun(Conversation script, Mode mode) throws Exception {
        this.script = script;
        this.mode = mode;
        endpoint.memory = memory;
        messenger = new XioMessenger(endpoint, TestSettings.builder().build(), fabric, System::nanoTime);
        if (script.accepting()) {
            endpoint.handlers = newLink -> newCore(newLink, false);
        } else {
            core = new ScriptedCore(script.answers(), this::answer, true);
            link = messenger.dial(script.dialled(XioSettings.SCHEME, ScriptedFabric.LISTENING), core);
            core.known.complete(link);
            settle();
            peer = new ScriptedPeer(fabric.pairs.getFirst(), CREDITS);
        }
        if (script.lines().stream().noneMatch(line -> line.verb().matches("greet|refuse"))) {
            greet(ScriptedPeer.bytes(GREETING));
        }
    }

    private ScriptedCore newCore(Link newLink, boolean dialling) {
        link = newLink;
        core = new ScriptedCore(script.answers(), this::answer, dialling);
        core.known.complete(newLink);
        return core;
    }

    private void answer(Runnable task) {
        if (mode.elsewhere()) {
            answers.incrementAndGet();
            other.execute(task);
        } else {
            task.run();
        }
    }

    /** Waits until everything has happened that was caused so far. */
    void settle() throws Exception {
        int before;
        do {
            before = answers.get();
            fabric.settle();
            other.submit(() -> {}).get();
            fabric.settle();
        } while (before != answers.get());
    }

    /** The lines in the order of the mode. */
    List<Conversation.Line> lines() {
        if (!mode.early()) {
            return script.lines();
        }
        List<Conversation.Line> early = new ArrayList<>();
        List<Conversation.Line> rest = new ArrayList<>();
        boolean looked = false;
        for (Conversation.Line line : script.lines()) {
            // what was offered is there until the peer says that it has fetched it
            looked |= line.verb().equals("offered");
            (line.verb().equals("send") && !looked ? early : rest).add(line);
        }
        if (early.isEmpty()) {
            return script.lines();
        }
        List<Conversation.Line> ordered = new ArrayList<>();
        rest.removeIf(line -> line.verb().equals("greet") && ordered.add(line));
        ordered.add(new Conversation.Line("gather", ""));
        ordered.addAll(early);
        ordered.add(new Conversation.Line("release", ""));
        ordered.addAll(rest);
        return ordered;
    }

    /** Whether the script says how datagrams are cut, and hence can be run in one way only. */
    static boolean isExact(Conversation script) {
        return script.lines().stream().anyMatch(line -> line.verb().matches("push|datagram|credit"));
    }

    void run() throws Exception {
        run(lines());
        assertEquals(String.join("\n", expectedEvents), core == null ? "" : String.join("\n", core.all));
    }

    /** Carries out some lines. */
    void run(List<Conversation.Line> lines) throws Exception {
        for (Conversation.Line line : lines) {
            step(line.verb(), Conversation.substitute(line.rest(), VARIABLES));
            settle();
        }
    }

    private void step(String verb, String rest) throws Exception {
        String[] words = rest.split("\\s+", 4);
        switch (verb) {
            case "greet" -> greet(ScriptedPeer.bytes(rest));
            case "greeted" ->
                assertArrayEquals(
                        ScriptedPeer.bytes(rest), incoming == null ? peer.pair.privateData : incoming.answer(), rest);
            case "refuse" ->
                peer.pair.refused(ScriptedPeer.bytes(rest), new LinkFault(LinkFault.Kind.REFUSED, "refused"));
            case "send" -> send(ScriptedPeer.bytes(rest));
            case "gather" -> peer.gather();
            case "release" -> release();
            case "credit" -> peer.credit(Integer.parseInt(rest));
            case "push" ->
                peer.datagram(
                        Integer.parseInt(words[0]),
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        tail(words));
            case "datagram" -> datagram(rest, words);
            case "expect" -> peer.expect(rest);
            case "reads" -> reads(words);
            case "transfer" -> peer.pair.transferred(ScriptedPeer.bytes(rest));
            case "offered" ->
                offered(words[0], rest.substring(words[0].length()).trim());
            case "event" -> expectedEvents.add(rest);
            case "end" -> end(rest);
            default -> throw new IllegalArgumentException(verb);
        }
    }

    private static byte[] tail(String[] words) {
        return words.length > 3 ? ScriptedPeer.bytes(words[3]) : new byte[0];
    }

    private void greet(byte[] greeting) throws Exception {
        if (script.accepting()) {
            incoming = fabric.ask(greeting);
            if (incoming.pair() != null) {
                peer = new ScriptedPeer(incoming.pair(), CREDITS);
                peer.pair.connected(new byte[0]);
            }
        } else {
            peer.pair.connected(greeting);
        }
        settle();
    }

    private void send(byte[] frames) {
        if (!mode.merged()) {
            peer.send(frames);
        } else if (merged.length + frames.length <= ROOM) {
            byte[] before = merged;
            merged = Arrays.copyOf(before, before.length + frames.length);
            System.arraycopy(frames, 0, merged, before.length, frames.length);
        } else {
            sendMerged();
            merged = frames;
        }
    }

    private void sendMerged() {
        if (merged.length > 0) {
            peer.send(merged);
        }
        merged = new byte[0];
    }

    private void release() {
        sendMerged();
        peer.release();
    }

    private void datagram(String rest, String[] words) {
        byte[] stream = tail(words);
        datagrams.addAll(peer.take());
        assertArrayEquals(
                ScriptedPeer.bytes("le16:" + words[0] + " le16:" + words[1] + " le32:" + words[2]
                        + (words.length > 3 ? " " + words[3] : "")),
                datagrams.poll(),
                rest);
        peer.next(stream.length);
    }

    private void reads(String[] words) {
        assertEquals(
                words[0] + " " + words[1] + " " + words[2],
                String.join(
                        ", ",
                        peer.pair.reads().stream()
                                .map(read -> "0x" + Long.toHexString(read.remoteAddress()) + " " + read.remoteKey()
                                        + " " + read.length())
                                .toList()));
    }

    private void offered(String address, String tokens) {
        byte[] bytes = ScriptedPeer.bytes(tokens);
        assertArrayEquals(bytes, memory.read(Long.decode(address) - ScriptedPair.REMOTE_BASE, bytes.length));
    }

    private void end(String how) {
        if (how.equals("eof")) {
            assertNotNull(peer.pair.fault(), "the messenger closes");
        } else {
            assertNull(peer.pair.fault(), "the messenger has not closed: " + peer.pair.fault());
            peer.pair.close(new LinkFault(LinkFault.Kind.IO, "the script closed the connection"));
        }
    }

    ScriptedCore core() {
        return core;
    }

    Link link() {
        return link;
    }

    ScriptedPeer peer() {
        return peer;
    }

    /** Ends everything; nothing is left. */
    @Override
    public void close() {
        messenger.close();
        other.close();
        assertEquals(true, fabric.isClosed());
        assertEquals(0, memory.leased(), "leases after the end");
    }
}
