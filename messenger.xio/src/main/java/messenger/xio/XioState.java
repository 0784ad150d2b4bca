package messenger.xio;

/** What a link expects of its peer next. See {@link XioReader}. */
enum XioState {
    HELLO,
    CONNECT,
    REPLY,
    /** The rest of a connect or a reply: its authorizer. */
    AUTHORIZER,
    PEER_SEQ,
    /** Nothing, until core has answered. */
    AWAIT_CONNECT,
    AWAIT_REPLY,
    AWAIT_SEQ,
    /** A frame of the stream. */
    FRAME,
    /** Nothing, until core admits the message. */
    ADMISSION,
    /** Nothing, until the data of the message has been fetched. */
    FETCHING,
    SECTIONS,
    FOOTER;

    boolean isStalled() {
        return this == AWAIT_CONNECT || this == AWAIT_REPLY || this == AWAIT_SEQ || this == FETCHING;
    }
}
