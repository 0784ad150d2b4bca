package messenger.simple;

import messenger.api.EntityAddress;
import messenger.spi.ConfigValues;

/** Makes a transport's settings from its configuration. */
final class ConfigReader {
    private final ConfigValues config;

    ConfigReader(ConfigValues config) {
        this.config = config;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming PID, key, value and what is allowed
     */
    SimpleSettings settings() {
        SimpleSettings defaults = SimpleSettings.builder().build();
        int threads = config.integer("threads", 0);
        var builder = SimpleSettings.builder()
                .bind(bind())
                .ports(
                        config.integer("bind.port.min", defaults.portMin()),
                        config.integer("bind.port.max", defaults.portMax()))
                .bindRetry(
                        config.integer("bind.retry.count", defaults.bindRetries()),
                        config.millis("bind.retry.delay", defaults.bindRetryDelay()))
                .ranking(config.integer("service.ranking", defaults.ranking()))
                .crcHeader(config.bool("crc.header", defaults.crcHeader()))
                .crcData(config.bool("crc.data", defaults.crcData()))
                .noDelay(config.bool("tcp.nodelay", defaults.noDelay()))
                .sendBuffer(config.integer("tcp.sndbuf", defaults.sendBuffer()))
                .receiveBuffer(config.integer("tcp.rcvbuf", defaults.receiveBuffer()))
                .sectionMax(
                        config.integer("front.max", defaults.frontMax()),
                        config.integer("middle.max", defaults.middleMax()),
                        config.integer("data.max", defaults.dataMax()))
                .authorizerMax(config.integer("authorizer.max", defaults.authorizerMax()))
                .threads(threads == 0 ? defaults.threads() : threads)
                .pendingOut(config.integer("pending.max", defaults.pendingOut()));
        try {
            return builder.routes(config.texts("route").toArray(String[]::new)).build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(config.pid() + ": " + e.getMessage(), e);
        }
    }

    private EntityAddress[] bind() {
        return config.texts("bind").stream().map(this::address).toArray(EntityAddress[]::new);
    }

    private EntityAddress address(String text) {
        try {
            return EntityAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw config.refused("bind", text, "tcp://HOST:PORT, separated by commas (" + e.getMessage() + ")");
        }
    }
}
