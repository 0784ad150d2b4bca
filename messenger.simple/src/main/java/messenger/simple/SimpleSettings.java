package messenger.simple;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.api.MessengerConstants;
import messenger.spi.support.FrameRules;
import messenger.spi.support.PortRules;
import messenger.spi.support.SettingChecks;
import messenger.spi.support.TransportSettings;

/**
 * How a {@link SimpleMessenger} behaves. Sizes in bytes.
 *
 * @param bind where it listens from the start; a port of 0 takes one of the range
 * @param routes where peers are reached that announce another address
 * @param portMin first port of the range for addresses with port 0
 * @param portMax last port of that range; 0 has the system choose any
 * @param bindRetries how often binding is tried again
 * @param bindRetryDelay wait between those attempts
 * @param ranking among the transports of an endpoint, below 0: the highest carries the sessions
 * @param crcHeader whether header, front and middle have a CRC, sent and checked; the peer must have the same
 * @param crcData whether data has a CRC, sent and checked
 * @param noDelay whether small segments are sent at once (TCP_NODELAY)
 * @param sendBuffer SO_SNDBUF; 0 for the system's choice
 * @param receiveBuffer SO_RCVBUF; 0 for the system's choice
 * @param frontMax largest front section accepted
 * @param middleMax largest middle section accepted
 * @param dataMax largest data section accepted
 * @param authorizerMax largest authorizer accepted
 * @param threads reading threads
 * @param pendingOut bytes taken for sending and not taken by the socket, from which on a link takes no more messages
 */
public record SimpleSettings(
        List<EntityAddress> bind,
        Routes routes,
        int portMin,
        int portMax,
        int bindRetries,
        Duration bindRetryDelay,
        int ranking,
        boolean crcHeader,
        boolean crcData,
        boolean noDelay,
        int sendBuffer,
        int receiveBuffer,
        int frontMax,
        int middleMax,
        int dataMax,
        int authorizerMax,
        int threads,
        int pendingOut)
        implements TransportSettings<SimpleSettings> {
    static final int THREADS_LIMIT = 256;

    private static final int DEFAULT_THREADS_MAX = 4;

    public SimpleSettings {
        bind = List.copyOf(bind);
        SettingChecks.bind(bind, EntityAddress.TCP);
        portRules(portMin, portMax, bindRetries, bindRetryDelay);
        SettingChecks.range("tcp.sndbuf", sendBuffer, 0, Integer.MAX_VALUE);
        SettingChecks.range("tcp.rcvbuf", receiveBuffer, 0, Integer.MAX_VALUE);
        SettingChecks.ranking(ranking);
        SettingChecks.range("front.max", frontMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("middle.max", middleMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("data.max", dataMax, 0, SettingChecks.SECTION_LIMIT);
        SettingChecks.range("authorizer.max", authorizerMax, 0, SettingChecks.AUTHORIZER_LIMIT);
        SettingChecks.range("threads", threads, 1, THREADS_LIMIT);
        SettingChecks.range("pending.max", pendingOut, 1, Integer.MAX_VALUE);
    }

    @Override
    public boolean suits(SimpleSettings former) {
        return threads == former.threads;
    }

    @Override
    public boolean bindsLike(SimpleSettings former) {
        return bind.equals(former.bind) && portMin == former.portMin && portMax == former.portMax;
    }

    /** How ports are chosen. */
    PortRules portRules() {
        return portRules(portMin, portMax, bindRetries, bindRetryDelay);
    }

    private static PortRules portRules(int min, int max, int retries, Duration delay) {
        return new PortRules(MessengerConstants.SIMPLE_PID, min, max, retries, delay, " (ss -ltnp)");
    }

    /** What is demanded of messages that arrive. */
    FrameRules frameRules() {
        return new FrameRules(MessengerConstants.SIMPLE_PID, crcHeader, crcData, frontMax, middleMax, dataMax);
    }

    /** Makes a socket non-blocking and sets its options. */
    void applyTo(SocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
        if (sendBuffer > 0) {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
        }
        if (receiveBuffer > 0) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
    }

    /** Starts from the defaults, those of Ceph where it has them. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {
        private List<EntityAddress> bind = List.of();
        private Routes routes = Routes.DIRECT;
        private int portMin = 6800;
        private int portMax = 7300;
        private int bindRetries = 3;
        private Duration bindRetryDelay = Duration.ofSeconds(5);
        private int ranking = -100;
        private boolean crcHeader = true;
        private boolean crcData = true;
        private boolean noDelay = true;
        private int sendBuffer = 0;
        private int receiveBuffer = 0;
        private int frontMax = 16 << 20;
        private int middleMax = 16 << 20;
        private int dataMax = 128 << 20;
        private int authorizerMax = 4 << 10;
        private int threads = Math.min(DEFAULT_THREADS_MAX, Runtime.getRuntime().availableProcessors());
        private int pendingOut = 256 << 10;

        private Builder() {}

        /** Addresses of scheme tcp; their nonces have no meaning, the endpoint's counts. */
        public Builder bind(EntityAddress... addresses) {
            bind = List.of(addresses);
            return this;
        }

        /**
         * Where peers are reached that announce another address: {@code ANNOUNCED=REACHED}, both {@code tcp://HOST:PORT},
         * port 0 for all ports.
         *
         * @throws IllegalArgumentException naming the route and what is allowed
         */
        public Builder routes(String... texts) {
            routes = Routes.parse(List.of(texts));
            return this;
        }

        /** The range for addresses with port 0. */
        public Builder ports(int min, int max) {
            portMin = min;
            portMax = max;
            return this;
        }

        /** Has the system choose where an address has port 0. */
        public Builder anyPort() {
            return ports(0, 0);
        }

        public Builder bindRetry(int count, Duration delay) {
            bindRetries = count;
            bindRetryDelay = delay;
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

        public Builder noDelay(boolean value) {
            noDelay = value;
            return this;
        }

        public Builder sendBuffer(int bytes) {
            sendBuffer = bytes;
            return this;
        }

        public Builder receiveBuffer(int bytes) {
            receiveBuffer = bytes;
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

        public Builder threads(int count) {
            threads = count;
            return this;
        }

        public Builder pendingOut(int bytes) {
            pendingOut = bytes;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws IllegalArgumentException naming the configuration key, its value and what is allowed
         */
        public SimpleSettings build() {
            return new SimpleSettings(
                    bind,
                    routes,
                    portMin,
                    portMax,
                    bindRetries,
                    bindRetryDelay,
                    ranking,
                    crcHeader,
                    crcData,
                    noDelay,
                    sendBuffer,
                    receiveBuffer,
                    frontMax,
                    middleMax,
                    dataMax,
                    authorizerMax,
                    threads,
                    pendingOut);
        }
    }
}
