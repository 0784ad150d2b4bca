package messenger.examples.pingpong;

import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;

/** Takes the replies of one run, and tells what becomes of its session. */
final class ClientDispatcher implements Dispatcher {
    private final String tag;
    private final boolean fast;
    private final Consumer<DataPing> replies;
    private final SessionEvents events;

    /** What becomes of sessions; called on the dispatch thread. */
    interface SessionEvents {
        /** Something happened that the run survives. */
        void notice(Connection connection, String text);

        /** The session is over. */
        void ended(Connection connection, String why);
    }

    ClientDispatcher(String tag, boolean fast, Consumer<DataPing> replies, SessionEvents events) {
        this.tag = tag;
        this.fast = fast;
        this.replies = replies;
        this.events = events;
    }

    @Override
    public boolean dispatch(Message message) {
        if (message.body() instanceof DataPing reply && reply.tag().equals(tag)) {
            replies.accept(reply);
            return true;
        }
        return false;
    }

    @Override
    public boolean canFastDispatch(MessageHeader header) {
        return fast && header.type() == DataPingType.NUMBER;
    }

    @Override
    public void fastDispatch(Message message) {
        dispatch(message);
    }

    @Override
    public void connected(Connection connection) {
        events.notice(connection, "connected to " + connection.peerName());
    }

    @Override
    public void reset(Connection connection) {
        events.ended(connection, "session with " + connection.peerAddress() + " ended");
    }

    @Override
    public void remoteReset(Connection connection) {
        events.notice(connection, connection.peerName() + " has lost the session; what was queued is gone");
    }

    @Override
    public void refused(Connection connection) {
        events.notice(connection, "nobody listens at " + connection.peerAddress() + "; attempts go on");
    }
}
