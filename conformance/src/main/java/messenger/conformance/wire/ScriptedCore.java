package messenger.conformance.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import messenger.api.EntityAddress;
import messenger.api.Sections;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;

/** Stands for core on one link: answers what the link asks from a list. */
public class ScriptedCore extends RecordingHandler {
    private final ArrayDeque<String> answers;
    private final Executor executor;
    private final boolean dialling;
    /** Completed once dial or accept has said which it is. */
    public final CompletableFuture<Link> known = new CompletableFuture<>();

    /** With {@code executor}, the thread on which core answers. */
    public ScriptedCore(List<String> answers, Executor executor, boolean dialling) {
        this.answers = new ArrayDeque<>(answers);
        this.executor = executor;
        this.dialling = dialling;
    }

    @Override
    public void identified(EntityAddress newPeer, EntityAddress observed) {
        super.identified(newPeer, observed);
        if (dialling) {
            answer();
        }
    }

    @Override
    public void connectReceived(Connect connect) {
        super.connectReceived(connect);
        answer();
    }

    @Override
    public void replyReceived(ConnectReply reply) {
        super.replyReceived(reply);
        if (reply.tag() != ReplyTag.SEQ) {
            answer();
        }
    }

    @Override
    public void seqReceived(long inSeq) {
        super.seqReceived(inSeq);
        if (dialling) {
            answer();
        }
    }

    private void answer() {
        String actions = answers.isEmpty() ? "nothing" : answers.remove();
        executor.execute(() -> {
            Link link = known.join();
            for (String action : actions.split("\\s*;\\s*")) {
                act(link, action.split("\\s+"));
            }
            link.flush();
        });
    }

    private static void act(Link link, String[] words) {
        switch (words[0]) {
            case "connect" -> link.connect(Conversation.connect(fields(words, 1)));
            case "reply" -> link.reply(Conversation.reply(ReplyTag.valueOf(words[1]), fields(words, 2)));
            case "seq" -> link.seq(Long.parseLong(words[1]));
            case "ack" -> link.ack(Long.parseLong(words[1]));
            case "keepalive" -> link.keepalive(stamp(words));
            case "keepaliveAck" -> link.keepaliveAck(stamp(words));
            case "send" ->
                link.send(new TestMessage(
                        TestMessage.header(Long.parseLong(words[1])),
                        new Sections(section(words, 2), section(words, 3), section(words, 4))));
            case "control" -> link.control(ByteBuffer.wrap(HexFormat.of().parseHex(words[1])));
            case "close" -> link.close(LinkFault.local("the script says so"));
            case "nothing" -> {}
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static ByteBuffer section(String[] words, int at) {
        String text = at < words.length ? words[at] : "-";
        byte[] bytes = switch (text.replaceFirst(":.*", "")) {
            case "-" -> new byte[0];
            case "count" -> Conversation.counted(text.substring("count:".length()));
            default -> text.getBytes(StandardCharsets.US_ASCII);
        };
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static KeepaliveStamp stamp(String[] words) {
        return new KeepaliveStamp(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private static Map<String, String> fields(String[] words, int from) {
        Map<String, String> fields = new HashMap<>();
        for (int i = from; i < words.length; i++) {
            String[] field = words[i].split("=", 2);
            fields.put(field[0], field[1]);
        }
        return fields;
    }
}
