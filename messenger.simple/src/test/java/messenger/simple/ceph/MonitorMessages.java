package messenger.simple.ceph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import messenger.api.EntityType;
import messenger.api.Message;

/** What a client says to a monitor, and what it reads of the answers. */
final class MonitorMessages {
    static final int PING = 2;
    static final int MON_MAP = 4;
    static final int MON_GET_MAP = 5;
    static final int MON_SUBSCRIBE = 15;
    static final int AUTH = 17;
    static final int AUTH_REPLY = 18;
    static final int MON_COMMAND = 50;
    static final int MON_COMMAND_ACK = 51;
    static final int CONFIG = 62;

    /** The authentication method none, and the offer of several in its place. */
    private static final int AUTH_NONE = 1;

    private static final int AUTH_NEGOTIATE = 0;

    /** Of a subscription: once, not for ever. */
    private static final int ONCE = 1;

    private static final int NO_MONITOR = 0xffff;

    private MonitorMessages() {}

    /** The fields that begin most messages of a monitor's services. */
    private static Fields paxos() {
        return new Fields()
                .u64(0) // version
                .u16(NO_MONITOR) // deprecated_session_mon
                .u64(0); // deprecated_session_mon_tid
    }

    private static void readPaxos(FieldReader from) {
        from.u64("version");
        from.u16("deprecated_session_mon");
        from.u64("deprecated_session_mon_tid");
    }

    /** Asks for admission under a name, without a proof. */
    static Message auth(String name) {
        Fields payload = new Fields()
                .u8(1) // version of the payload
                .u32(1) // number of methods
                .u32(AUTH_NONE)
                .u32(EntityType.CLIENT.code())
                .string(name)
                .u64(0); // global_id, to be given
        ByteBuffer front = paxos().u32(AUTH_NEGOTIATE) // protocol
                .blob(payload.toBytes())
                .u32(0) // epoch of the map that the client has
                .toBuffer();
        return Message.builder(AUTH).front(front).build();
    }

    /** What AUTH_REPLY says. */
    record AuthReply(long protocol, int result, long globalId, String text) {
        static AuthReply of(Message message) {
            FieldReader from = new FieldReader(message.front());
            long protocol = from.u32("protocol");
            int result = (int) from.u32("result");
            long globalId = from.u64("global_id");
            from.part("payload");
            return new AuthReply(protocol, result, globalId, from.string("result_msg"));
        }

        /** Whether the monitor has admitted the client without a proof. */
        boolean admitsWithoutProof() {
            return protocol == AUTH_NONE && result == 0 && globalId != 0;
        }
    }

    /** Subscribes to maps by name, each with the epoch to start from. */
    static Message subscribe(Map<String, Long> maps) {
        Fields front = new Fields().u32(maps.size());
        maps.forEach((name, start) -> front.string(name).u64(start).u8(ONCE));
        return Message.builder(MON_SUBSCRIBE)
                .version(3, 1)
                .front(front.string("messenger").toBuffer()) // host name
                .build();
    }

    /** A command in JSON, as the command-line tool sends them. */
    static Message command(UUID fsid, String json) {
        return Message.builder(MON_COMMAND)
                .front(paxos().uuid(fsid).u32(1).string(json).toBuffer())
                .build();
    }

    /** What MON_COMMAND_ACK says; the output of the command is the message's data. */
    record CommandAck(int result, String text, String output) {
        static CommandAck of(Message message) {
            FieldReader from = new FieldReader(message.front());
            readPaxos(from);
            int result = (int) from.u32("r");
            String text = from.string("rs");
            return new CommandAck(
                    result, text, StandardCharsets.UTF_8.decode(message.data()).toString());
        }
    }

    static Message ping() {
        return Message.builder(PING).build();
    }

    /** The JSON that a monitor puts into its PING. */
    static Json pong(Message message) {
        return Json.parse(new FieldReader(message.front()).string("text"));
    }

    static Message getMap() {
        return Message.builder(MON_GET_MAP).build();
    }
}
