package messenger.itests;

/** The same with the transport xio over shared memory. */
public class ManyShmUpdatesIT extends ManyUpdatesIT {
    @Override
    Wire wire() {
        return Wire.SHM;
    }
}
