package messenger.xio.verbs;

/** An object of libibverbs or librdmacm. */
interface NativeObject {
    /** Address of its structure. */
    long pointer();
}
