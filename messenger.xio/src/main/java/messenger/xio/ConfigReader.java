package messenger.xio;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import messenger.api.EntityAddress;
import messenger.spi.ConfigValues;
import messenger.xio.XioSettings.FabricChoice;
import messenger.xio.XioSettings.RdmaProviderChoice;

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
    XioSettings settings() {
        XioSettings defaults = XioSettings.builder().build();
        int portals = config.integer("portals", 0);
        var builder = XioSettings.builder()
                .bind(bind())
                .ports(
                        config.integer("bind.port.min", defaults.portMin()),
                        config.integer("bind.port.max", defaults.portMax()))
                .bindRetry(
                        config.integer("bind.retry.count", defaults.bindRetries()),
                        config.millis("bind.retry.delay", defaults.bindRetryDelay()))
                .fabric(config.parsed("fabric", defaults.fabric(), "auto, rdma or shm", ConfigReader::fabric))
                .ranking(config.integer("service.ranking", defaults.ranking()))
                .crcHeader(config.bool("crc.header", defaults.crcHeader()))
                .crcData(config.bool("crc.data", defaults.crcData()))
                .sectionMax(
                        config.integer("front.max", defaults.frontMax()),
                        config.integer("middle.max", defaults.middleMax()),
                        config.integer("data.max", defaults.dataMax()))
                .authorizerMax(config.integer("authorizer.max", defaults.authorizerMax()))
                .portals(portals == 0 ? defaults.portals() : portals)
                .spin(config.micros("poll.spin", defaults.spin()))
                .datagramMax(config.integer("datagram.max", defaults.datagramMax()))
                .credits(config.integer("credits", defaults.credits()))
                .transferMin(config.integer("transfer.min", defaults.transferMin()))
                .transferDepth(config.integer("transfer.depth", defaults.transferDepth()))
                .pendingOut(config.integer("pending.max", defaults.pendingOut()))
                .shmDirectory(config.parsed(
                        "shm.directory", defaults.shmDirectory(), "an absolute path", ConfigReader::directory))
                .shmUsers(config.texts("shm.users").stream()
                        .map(text -> user(config, text))
                        .toArray(Integer[]::new))
                .provider(config.parsed("rdma.provider", defaults.provider(), "own or disni", ConfigReader::provider));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(config.pid() + ": " + e.getMessage(), e);
        }
    }

    private static FabricChoice fabric(String text) {
        return switch (text) {
            case "auto" -> FabricChoice.AUTO;
            case "rdma" -> FabricChoice.RDMA;
            case "shm" -> FabricChoice.SHM;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Integer user(ConfigValues config, String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw config.refused("shm.users", text, "numbers of users, as id -u shows them, separated by commas");
        }
    }

    private static RdmaProviderChoice provider(String text) {
        return switch (text) {
            case "own" -> RdmaProviderChoice.OWN;
            case "disni" -> RdmaProviderChoice.DISNI;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Path directory(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException(text);
    }

    private EntityAddress[] bind() {
        return config.texts("bind").stream().map(this::address).toArray(EntityAddress[]::new);
    }

    private EntityAddress address(String text) {
        try {
            return EntityAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw config.refused("bind", text, "xio://HOST:PORT, separated by commas (" + e.getMessage() + ")");
        }
    }
}
