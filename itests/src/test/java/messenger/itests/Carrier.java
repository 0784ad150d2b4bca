package messenger.itests;

/** A transport that carries sessions. */
enum Carrier {
    SIMPLE("messenger.simple", "simple", "tcp"),
    XIO("messenger.xio", "xio", "xio");

    final String bundle;
    final String type;
    final String scheme;

    Carrier(String bundle, String type, String scheme) {
        this.bundle = bundle;
        this.type = type;
        this.scheme = scheme;
    }
}
