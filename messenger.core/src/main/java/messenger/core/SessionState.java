package messenger.core;

import java.util.EnumSet;
import java.util.Set;

/**
 * States of a session.
 *
 * <pre>
 *              dial                       READY, SEQ
 *  (new) ─────────────► CONNECTING ───────────────────► OPEN
 *    │                  ▲   │   │ ▲                      │
 *    │           fault, │   │   │ └── fault, lossless ───┤
 *    │           send   │   │   └───► WAIT ──┐           │
 *    │                  │   ▼         ▲      │ incoming  │
 *    │               STANDBY ◄────────┼──────┼───────────┤ nothing to send, or server
 *    │                  │             │      ▼           │
 *    └──────────────────┴───────────► ACCEPTING ─────────┘
 *        incoming connect                          any ──► CLOSED
 * </pre>
 */
enum SessionState {
    /** Dialling, in the handshake, or waiting to dial again. */
    CONNECTING,
    /** Has decided for an incoming link, whose handshake goes on. */
    ACCEPTING,
    /** Carried by a link. */
    OPEN,
    /** Without a link, until there is something to send or the peer comes. */
    STANDBY,
    /** Lost a race of connects: the peer's link will come. */
    WAIT,
    /** Ended. */
    CLOSED;

    private Set<SessionState> next() {
        return switch (this) {
            case CONNECTING -> EnumSet.of(CONNECTING, ACCEPTING, OPEN, STANDBY, WAIT, CLOSED);
            case ACCEPTING -> EnumSet.of(ACCEPTING, OPEN, CONNECTING, STANDBY, CLOSED);
            case OPEN -> EnumSet.of(CONNECTING, ACCEPTING, STANDBY, CLOSED);
            case STANDBY -> EnumSet.of(CONNECTING, ACCEPTING, STANDBY, CLOSED);
            case WAIT -> EnumSet.of(CONNECTING, ACCEPTING, STANDBY, CLOSED);
            case CLOSED -> EnumSet.noneOf(SessionState.class);
        };
    }

    boolean mayBecome(SessionState state) {
        return next().contains(state);
    }
}
