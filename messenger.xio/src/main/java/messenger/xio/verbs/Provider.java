package messenger.xio.verbs;

import com.ibm.disni.verbs.RdmaVerbs;

/** A provider of DiSNI's API with what that API lacks. */
interface Provider {
    NativeCm cm();

    RdmaVerbs verbs();

    Libraries libraries();

    NativeObjects objects();

    /** Unloads the libraries; no object of the provider is left. */
    void close();
}
