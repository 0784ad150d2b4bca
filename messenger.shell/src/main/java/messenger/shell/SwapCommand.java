package messenger.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import messenger.api.Connection;
import messenger.api.Messenger;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Has another transport carry sessions. */
final class SwapCommand extends Command {
    /** Whatever transport ranks highest. */
    static final String AUTO = "auto";

    private static final long MAX_SECONDS = 86_400;
    /** How long nothing must happen until the session is where it goes by itself. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final int MOST_NAMED = 5;
    private static final String LOSSY = "lossy: it ends with its link, connect by the other transport";

    private final Messengers messengers;
    private final Transports transports;

    SwapCommand(Messengers messengers, Transports transports) {
        this.messengers = messengers;
        this.transports = transports;
    }

    @Descriptor("have another transport carry sessions, and wait until it does; nothing is lost on lossless ones")
    public List<SwapInfo> swap(
            @Descriptor("PEER: its address or name; all sessions if absent")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String[] peers,
            @Descriptor("SECONDS: how long it may take; 10 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    @Argument(max = MAX_SECONDS)
                    Duration timeout,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("TYPE: of the transport, such as xio, or auto for the one that ranks highest")
                    @Argument(Kind.SWAP)
                    String type)
            throws InterruptedException {
        Messenger messenger = messengers.ofEndpoint(name);
        String wanted = type.equals(AUTO) ? null : attached(messenger.state(), type);
        List<SwapInfo> done = new ArrayList<>();
        List<Move> moves = new ArrayList<>();
        for (Connection connection : chosen(messenger, peers)) {
            Move move = new Move(messenger.name().toString(), connection);
            String refusal = ask(move, wanted);
            if (refusal == null) {
                moves.add(move);
            } else {
                done.add(move.info(refusal));
            }
        }
        Deadline deadline = Deadline.in(timeout);
        if (wanted == null) {
            awaitSettled(moves, deadline, timeout);
        } else {
            deadline.await(() -> looked(moves).stream().allMatch(m -> m.isClosed() || m.isCarriedBy(wanted)));
        }
        moves.forEach(move -> done.add(move.info(wanted == null ? settled(move) : result(move, wanted, timeout))));
        if (!done.isEmpty() && done.stream().noneMatch(SwapInfo::isCarried)) {
            throw new IllegalStateException("no session of " + name + " is carried by "
                    + (wanted == null ? "any transport" : wanted) + " after " + timeout.toMillis() + " ms: "
                    + reasons(done));
        }
        return done;
    }

    private static Set<Connection> chosen(Messenger messenger, String[] peers) {
        return peers.length == 0
                ? new LinkedHashSet<>(messenger.connections())
                : Arrays.stream(peers)
                        .map(peer -> Sessions.require(messenger, peer))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String attached(MessengerDTO endpoint, String type) {
        if (endpoint.transports.contains(type)) {
            return type;
        }
        TransportInfo installed = transports.ofType(type);
        throw new IllegalArgumentException(endpoint.name + " has no transport " + type + " attached, only "
                + endpoint.transports + "; configure one (factory PID " + installed.factoryPid() + ", endpoint = "
                + endpoint.name + "), and see that its bundle " + installed.bundle() + ", which is "
                + installed.state() + ", is started");
    }

    /** Asks for the transport; null, or why that is refused. */
    private static String ask(Move move, String wanted) {
        if (move.isLossy()) {
            return LOSSY;
        }
        try {
            move.connection().swap(wanted);
            return null;
        } catch (IllegalStateException e) {
            // lossy by now, or ended
            return e.getMessage();
        }
    }

    private static List<Move> looked(List<Move> moves) {
        moves.forEach(Move::look);
        return moves;
    }

    /** Waits until nothing has happened for a while: which transport ranks highest there is for the sessions to say. */
    private static void awaitSettled(List<Move> moves, Deadline deadline, Duration timeout)
            throws InterruptedException {
        Duration pause = timeout.compareTo(SETTLED) < 0 ? timeout : SETTLED;
        boolean settled = moves.isEmpty();
        while (!settled && !deadline.isOver()) {
            List<String> links = looked(moves).stream().map(Move::link).toList();
            settled = !Deadline.in(pause)
                    .await(() -> looked(moves).stream().anyMatch(m -> m.now().swappingTo != null)
                            || !links.equals(moves.stream().map(Move::link).toList()));
        }
        looked(moves);
    }

    private static String settled(Move move) {
        return move.isClosed() ? ended() : move.isOpen() ? SwapInfo.CARRIED : broken(move.now());
    }

    private static String result(Move move, String wanted, Duration timeout) {
        SessionDTO session = move.now();
        if (move.isClosed()) {
            return ended();
        } else if (move.isCarriedBy(wanted)) {
            return SwapInfo.CARRIED;
        } else if (session.lastSwapFault != null) {
            return session.lastSwapFault + "; it is tried again, msgr:swap with auto ends that";
        } else if (session.swappingTo != null) {
            return "under way to " + session.swappingTo + ", not done within " + timeout.toMillis() + " ms";
        } else if (!move.isOpen()) {
            return broken(session);
        }
        return "nothing was tried: the peer announces no address for " + wanted + " (it listens at none, or knows no"
                + " swaps), or, if it is the one that dials, this side does not; once the one that was dialled listens"
                + " by " + wanted + ", the session moves by itself";
    }

    private static String ended() {
        return "the session has ended";
    }

    private static String broken(SessionDTO session) {
        return "no link: it is " + session.state + (session.lastFault == null ? "" : ", " + session.lastFault);
    }

    private static String reasons(List<SwapInfo> done) {
        List<String> texts = new ArrayList<>(done.stream()
                .limit(MOST_NAMED)
                .map(s -> s.peer() + " " + s.address() + ": " + s.result())
                .toList());
        if (done.size() > MOST_NAMED) {
            texts.add(done.size() - MOST_NAMED + " more sessions");
        }
        return String.join("; ", texts);
    }
}
