package messenger.itests;

/** The same with the transport xio over shared memory. */
public class ShmUpdateCommandIT extends UpdateCommandIT {
    @Override
    Wire wire() {
        return Wire.SHM;
    }
}
