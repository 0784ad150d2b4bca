package messenger.itests;

/** The same with the transport xio over shared memory. */
public class ShmUpdateIT extends UpdateIT {
    @Override
    Wire wire() {
        return Wire.SHM;
    }
}
