package messenger.shell;

/** What a word of a command line names, for completion. */
enum Kind {
    ANYTHING,
    ENDPOINT,
    PEER_TYPE,
    /** An address or a name of a peer with which the endpoint named before has a session. */
    PEER,
    /** An address to connect to: where the endpoints of this framework and their peers listen. */
    ADDRESS,
    /** An address to listen at. */
    BIND_ADDRESS,
    POLICY,
    /** A type of peer, or {@code default}. */
    POLICY_TYPE,
    /** TYPE=POLICY. */
    POLICY_ASSIGNMENT,
    TRANSPORT,
    /** A transport, or {@code auto}. */
    SWAP,
    STATE,
    /** KEY=VALUE of the configurations of the endpoint named before. */
    SETTING,
    /** A key that these configurations set. */
    SET_KEY,
    /** KEY=VALUE of its fault injection. */
    INJECTION,
    FILE,
    /** A file that frames are captured to. */
    CAPTURE
}
