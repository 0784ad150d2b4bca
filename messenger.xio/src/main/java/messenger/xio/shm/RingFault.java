package messenger.xio.shm;

import java.io.IOException;

/** The peer broke the rules of the shared memory. */
final class RingFault extends IOException {
    private static final long serialVersionUID = 1;

    RingFault(String text) {
        super(text);
    }
}
