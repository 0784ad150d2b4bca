package messenger.xio;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.MessengerConstants;
import messenger.spi.support.FrameRules;
import messenger.spi.support.PortRules;
import messenger.spi.support.SettingChecks;
import messenger.spi.support.TransportSettings;
import messenger.xio.fabric.QueueSettings;

/**
 * How a {@link XioMessenger} behaves. Sizes in bytes.
 *
 * @param bind where it listens from the start; a port of 0 takes one of the range
 * @param portMin first port of the range for addresses with port 0
 * @param portMax last port of that range; 0 has the system choose any
 * @param bindRetries how often binding is tried again
 * @param bindRetryDelay wait between those attempts
 * @param fabric the network below
 * @param ranking among the transports of an endpoint, below 0: the highest carries the sessions
 * @param crcHeader whether header, front and middle have a CRC, sent and checked; the peer must have the same
 * @param crcData whether data has a CRC, sent and checked
 * @param frontMax largest front section accepted
 * @param middleMax largest middle section accepted
 * @param dataMax largest data section accepted
 * @param authorizerMax largest authorizer accepted
 * @param portals worker threads
 * @param spin how long a portal polls before it sleeps
 * @param datagramMax largest datagram sent and taken
 * @param credits datagrams that a peer may send ahead of this side's reading
 * @param transferMin smallest data section that the receiver fetches by one-sided transfer
 * @param transferDepth data sections that wait to be fetched, and transfers under way, at most
 * @param pendingOut bytes of data sections that wait to be fetched, from which on a link takes no more messages
 * @param shmDirectory where sockets of shared memory lie
 * @param shmUsers numbers of users that may connect through shared memory besides this process's own
 * @param provider what drives RDMA devices
 */
public record XioSettings(
        List<EntityAddress> bind,
        int portMin,
        int portMax,
        int bindRetries,
        Duration bindRetryDelay,
        int ranking,
        FabricChoice fabric,
        boolean crcHeader,
        boolean crcData,
        int frontMax,
        int middleMax,
        int dataMax,
        int authorizerMax,
        int portals,
        Duration spin,
        int datagramMax,
        int credits,
        int transferMin,
        int transferDepth,
        int pendingOut,
        Path shmDirectory,
        Set<Integer> shmUsers,
        RdmaProviderChoice provider)
        implements TransportSettings<XioSettings> {
    /** Which network to use. */
    public enum FabricChoice {
        /** RDMA if there is a usable device, else shared memory. */
        AUTO,
        RDMA,
        SHM
    }

    /** What drives RDMA devices. */
    public enum RdmaProviderChoice {
        /** This bundle, directly on librdmacm and libibverbs. */
        OWN,
        /** An installed libdisni. */
        DISNI
    }

    /** Scheme of the addresses. */
    public static final String SCHEME = "xio";

    static final int PORTALS_LIMIT = 256;
    static final int DATAGRAM_LEAST = 1024;
    static final int DATAGRAM_LIMIT = 64 * 1024;
    static final int CREDITS_LEAST = 8;
    static final int CREDITS_LIMIT = 4096;

    private static final int DEFAULT_PORTALS_MAX = 4;

    public XioSettings {
        bind = List.copyOf(bind);
        shmUsers = Set.copyOf(shmUsers);
        SettingChecks.bind(bind, SCHEME);
        portRules(portMin, portMax, bindRetries, bindRetryDelay);
        SettingChecks.ranking(ranking);
        SettingChecks.range("front.max", frontMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("middle.max", middleMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("data.max", dataMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("authorizer.max", authorizerMax, 0, SettingChecks.AUTHORIZER_LIMIT);
        SettingChecks.range("portals", portals, 1, PORTALS_LIMIT);
        SettingChecks.range("poll.spin", spin.toNanos() / 1_000, 0, 1_000_000);
        SettingChecks.range("datagram.max", datagramMax, DATAGRAM_LEAST, DATAGRAM_LIMIT);
        SettingChecks.range("credits", credits, CREDITS_LEAST, CREDITS_LIMIT);
        SettingChecks.range("transfer.min", transferMin, 1, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("transfer.depth", transferDepth, 1, 128);
        SettingChecks.range("pending.max", pendingOut, 1, Integer.MAX_VALUE);
    }

    /** What is demanded of messages that arrive. */
    FrameRules frameRules() {
        return new FrameRules(MessengerConstants.XIO_PID, crcHeader, crcData, frontMax, middleMax, dataMax);
    }

    /** How ports are chosen. */
    PortRules portRules() {
        return portRules(portMin, portMax, bindRetries, bindRetryDelay);
    }

    private static PortRules portRules(int min, int max, int retries, Duration delay) {
        return new PortRules(MessengerConstants.XIO_PID, min, max, retries, delay, "");
    }

    /** Sizes of the queue pairs. */
    QueueSettings queues() {
        int depth = credits + Credits.RESERVE;
        return new QueueSettings(datagramMax, depth, depth, transferDepth);
    }

    @Override
    public boolean suits(XioSettings former) {
        return portals == former.portals
                && fabric == former.fabric
                && provider == former.provider
                && shmDirectory.equals(former.shmDirectory)
                && shmUsers.equals(former.shmUsers);
    }

    @Override
    public boolean bindsLike(XioSettings former) {
        return bind.equals(former.bind) && portMin == former.portMin && portMax == former.portMax;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {
        private List<EntityAddress> bind = List.of();
        private int portMin = 6900;
        private int portMax = 7399;
        private int bindRetries = 3;
        private Duration bindRetryDelay = Duration.ofSeconds(5);
        private FabricChoice fabric = FabricChoice.AUTO;
        private int ranking = -90;
        private boolean crcHeader = true;
        private boolean crcData = true;
        private int frontMax = 16 << 20;
        private int middleMax = 16 << 20;
        private int dataMax = 128 << 20;
        private int authorizerMax = 4 << 10;
        private int portals = Math.min(DEFAULT_PORTALS_MAX, Runtime.getRuntime().availableProcessors());
        private Duration spin = Duration.ofNanos(20_000);
        private int datagramMax = 4 << 10;
        private int credits = 128;
        private int transferMin = 16 << 10;
        private int transferDepth = 8;
        private int pendingOut = 4 << 20;
        private Path shmDirectory = ShmDirectory.ofThisUser();
        private Set<Integer> shmUsers = Set.of();
        private RdmaProviderChoice provider = RdmaProviderChoice.OWN;

        private Builder() {}

        /** Addresses of scheme xio; their nonces have no meaning, the endpoint's counts. */
        public Builder bind(EntityAddress... addresses) {
            bind = List.of(addresses);
            return this;
        }

        /** The range for addresses with port 0. */
        public Builder ports(int min, int max) {
            portMin = min;
            portMax = max;
            return this;
        }

        public Builder bindRetry(int count, Duration delay) {
            bindRetries = count;
            bindRetryDelay = delay;
            return this;
        }

        public Builder fabric(FabricChoice choice) {
            fabric = choice;
            return this;
        }

        public Builder ranking(int value) {
            ranking = value;
            return this;
        }

        public Builder crcHeader(boolean value) {
            crcHeader = value;
            return this;
        }

        public Builder crcData(boolean value) {
            crcData = value;
            return this;
        }

        /** Largest sections accepted. */
        public Builder sectionMax(int front, int middle, int data) {
            frontMax = front;
            middleMax = middle;
            dataMax = data;
            return this;
        }

        public Builder authorizerMax(int bytes) {
            authorizerMax = bytes;
            return this;
        }

        public Builder portals(int count) {
            portals = count;
            return this;
        }

        public Builder spin(Duration duration) {
            spin = duration;
            return this;
        }

        public Builder datagramMax(int bytes) {
            datagramMax = bytes;
            return this;
        }

        public Builder credits(int count) {
            credits = count;
            return this;
        }

        public Builder transferMin(int bytes) {
            transferMin = bytes;
            return this;
        }

        public Builder transferDepth(int count) {
            transferDepth = count;
            return this;
        }

        public Builder pendingOut(int bytes) {
            pendingOut = bytes;
            return this;
        }

        public Builder shmDirectory(Path directory) {
            shmDirectory = directory;
            return this;
        }

        /** Numbers of users. */
        public Builder shmUsers(Integer... users) {
            shmUsers = Set.of(users);
            return this;
        }

        public Builder provider(RdmaProviderChoice choice) {
            provider = choice;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws IllegalArgumentException naming the configuration key, its value and what is allowed
         */
        public XioSettings build() {
            return new XioSettings(
                    bind,
                    portMin,
                    portMax,
                    bindRetries,
                    bindRetryDelay,
                    ranking,
                    fabric,
                    crcHeader,
                    crcData,
                    frontMax,
                    middleMax,
                    dataMax,
                    authorizerMax,
                    portals,
                    spin,
                    datagramMax,
                    credits,
                    transferMin,
                    transferDepth,
                    pendingOut,
                    shmDirectory,
                    shmUsers,
                    provider);
        }
    }
}
