package messenger.xio.verbs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import messenger.xio.posix.Errno;

/** A device that is open for queries and for events of the device itself. Thread safe. */
public final class VerbsDevice implements AutoCloseable {
    private static final int IWARP = 1;
    /** Vendor of siw, iWARP in software. */
    private static final int SIW = 0x626d74;

    private static final int DEVICE_FATAL = 8;
    /** Of these many entries of a port's table of addresses at most, those that are set are listed. */
    private static final int GIDS_MAX = 64;

    private final Libraries libraries;
    private final String name;
    private final Presence presence;
    private final boolean iwarp;
    private final long context;
    private final DeviceLimits limits;
    private final int vendor;
    private boolean closed;

    /**
     * Tells when a device has gone.
     *
     * @param path its directory in sysfs
     * @param key tells a directory from a later one of the same name
     */
    public record Presence(Path path, Object key) {
        static Presence of(long device) {
            Path path = Path.of(NativeMemory.text(device + Structs.DEVICE_VERBS_PATH, 256));
            return new Presence(path, key(path));
        }

        /** Of all devices that are there now. */
        public static Set<Presence> all() {
            try (Stream<Path> paths = Files.list(Path.of("/sys/class/infiniband_verbs"))) {
                return paths.filter(path -> path.getFileName().toString().startsWith("uverbs"))
                        .map(path -> new Presence(path, key(path)))
                        .collect(Collectors.toSet());
            } catch (IOException e) {
                return Set.of();
            }
        }

        private static Object key(Path path) {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            } catch (IOException e) {
                return null;
            }
        }

        boolean over() {
            return key == null || !key.equals(key(path));
        }
    }

    /** @param device of the list of devices, or of a context */
    VerbsDevice(Libraries libraries, long device) throws IOException {
        this.libraries = libraries;
        name = name(device);
        presence = Presence.of(device);
        iwarp = NativeMemory.getInt(device + Structs.DEVICE_TRANSPORT) == IWARP;
        try {
            context = libraries.openDevice.pointer(device);
        } catch (VerbsException e) {
            throw new IOException(
                    "RDMA device " + name + " cannot be opened: " + Errno.text(e.errno())
                            + "; check the permissions of /dev/infiniband/"
                            + presence.path().getFileName(),
                    e);
        }
        try {
            LayoutCheck.context(name, device, context);
            Descriptors.dontBlock(NativeMemory.getInt(context + Structs.CONTEXT_ASYNC_FD));
            try (Arena arena = Arena.ofConfined()) {
                long attributes = arena.allocate(Structs.QUERY_SIZE, 8).address();
                libraries.queryDevice.run(context, attributes);
                limits = DeviceLimits.of(attributes);
                vendor = NativeMemory.getInt(attributes + Structs.LIMITS_VENDOR);
            }
            LayoutCheck.limits(name, limits);
        } catch (IOException | RuntimeException e) {
            libraries.closeDevice.status(context);
            throw e;
        }
    }

    static String name(long device) {
        return NativeMemory.text(device + Structs.DEVICE_NAME, 64);
    }

    public String name() {
        return name;
    }

    /** Whether it speaks iWARP, rather than InfiniBand or RoCE. */
    public boolean iwarp() {
        return iwarp;
    }

    /** Whether it is siw, iWARP in software. */
    public boolean siw() {
        return vendor == SIW;
    }

    public DeviceLimits limits() {
        return limits;
    }

    /** Whether it has been taken away, which drivers without hot removal tell in no other way. */
    public boolean removed() {
        return presence.over();
    }

    /** Its ports as they are now. */
    public synchronized List<DevicePort> ports() throws IOException {
        List<DevicePort> ports = new ArrayList<>();
        for (int number = 1; number <= limits.ports() && !closed; number++) {
            try (Arena arena = Arena.ofConfined()) {
                long attributes = arena.allocate(Structs.QUERY_SIZE, 8).address();
                libraries.queryPort.run(context, number, attributes);
                int gids = Math.min(NativeMemory.getInt(attributes + Structs.PORT_GIDS), GIDS_MAX);
                ports.add(DevicePort.of(number, attributes, gids(number, gids)));
            }
        }
        return ports;
    }

    private List<String> gids(int port, int count) throws IOException {
        List<String> gids = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long gid = arena.allocate(16, 8).address();
            for (int index = 0; index < count; index++) {
                if (libraries.queryGid.status(context, port, index, gid) == 0
                        && (NativeMemory.getLong(gid) | NativeMemory.getLong(gid + 8)) != 0) {
                    gids.add(gid(NativeMemory.bytes(gid, 16)));
                }
            }
        }
        return gids;
    }

    private static String gid(byte[] bytes) throws IOException {
        return InetAddress.getByAddress(bytes).getHostAddress();
    }

    /** Descriptor that is readable when {@link #fatal} should be asked. */
    public int descriptor() {
        return NativeMemory.getInt(context + Structs.CONTEXT_ASYNC_FD);
    }

    /** Takes the device's events. Whether one said that it has failed. */
    public synchronized boolean fatal() {
        boolean fatal = false;
        try (Arena arena = Arena.ofConfined()) {
            long event = arena.allocate(Structs.ASYNC_SIZE, 8).address();
            while (!closed && libraries.getAsyncEvent.status(context, event) == 0) {
                fatal |= NativeMemory.getInt(event + Structs.ASYNC_TYPE) == DEVICE_FATAL;
                libraries.ackAsyncEvent.value(event);
            }
        }
        return fatal;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            libraries.closeDevice.status(context);
        }
    }
}
