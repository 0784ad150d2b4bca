package messenger.xio.verbs;

/** Who makes the calls below DiSNI's verbs API. */
public enum ProviderKind {
    /** This package, on the system's librdmacm and libibverbs. */
    OWN,
    /**
     * An installed libdisni. It is bound to the first class loader that uses it: an update of the bundle then needs a new
     * JVM.
     */
    DISNI
}
