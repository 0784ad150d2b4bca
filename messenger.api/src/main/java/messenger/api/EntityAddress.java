package messenger.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a party can be reached, and which instance of it is meant.
 *
 * <p>Written {@code tcp://host:port/nonce}, {@code xio://[2001:db8::1]:6900/7}, or as Ceph does,
 * {@code v1:host:port/nonce}. A URI without a nonce means whoever answers there ({@link #ANY_NONCE}); Ceph's form
 * without a nonce means nonce 0, as it does in Ceph.
 *
 * @param scheme how it is reached: {@code tcp}, {@code xio}, ...
 * @param ip the address; the wildcard address while unknown
 * @param port 0 to 65535; 0 for a party that does not listen
 * @param nonce unsigned 32-bit number that tells instances at one address apart, or {@link #ANY_NONCE}
 */
public record EntityAddress(String scheme, InetAddress ip, int port, long nonce) {
    /** Stands for a nonce that is not known yet. */
    public static final long ANY_NONCE = -1;

    /** Scheme of TCP, the transport of Ceph's messenger v1. */
    public static final String TCP = "tcp";

    private static final Pattern URI = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9]*)://(?<host>\\[[^]]+]|[^:/\\[\\]]+):(?<port>\\d{1,5})(/(?<nonce>\\d{1,10}))?");
    private static final Pattern CEPH =
            Pattern.compile("v1:(?<host>\\[[^]]+]|[^:/\\[\\]]+):(?<port>\\d{1,5})(/(?<nonce>\\d{1,10}))?");
    private static final long MAX_NONCE = 0xffff_ffffL;

    public EntityAddress {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(ip, "ip");
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
        if (nonce < ANY_NONCE || nonce > MAX_NONCE) {
            throw new IllegalArgumentException("nonce " + nonce + " is not in 0.." + MAX_NONCE);
        }
    }

    /**
     * Parses an address; a host name is looked up, which may take as long as the name service takes.
     *
     * @throws IllegalArgumentException naming the value and what is allowed, also when the host is unknown
     */
    public static EntityAddress parse(String text) {
        Matcher ceph = CEPH.matcher(text);
        if (ceph.matches()) {
            return parse(text, TCP, ceph, 0);
        }
        Matcher uri = URI.matcher(text);
        if (uri.matches()) {
            return parse(text, uri.group("scheme"), uri, ANY_NONCE);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no address; allowed: tcp://HOST:PORT, tcp://HOST:PORT/NONCE, xio:// likewise,"
                        + " or v1:HOST:PORT/NONCE, an IPv6 address in brackets");
    }

    private static EntityAddress parse(String text, String scheme, Matcher parts, long defaultNonce) {
        try {
            String nonce = parts.group("nonce");
            return new EntityAddress(
                    scheme,
                    InetAddress.getByName(parts.group("host")),
                    Integer.parseInt(parts.group("port")),
                    nonce == null ? defaultNonce : Long.parseLong(nonce));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "host of '" + text + "' is unknown; give an IP address or a name that resolves", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address: " + e.getMessage(), e);
        }
    }

    /** A TCP address. */
    public static EntityAddress tcp(InetAddress ip, int port, long nonce) {
        return new EntityAddress(TCP, ip, port, nonce);
    }

    /** Whether the IP address is the wildcard, that is, unknown. */
    public boolean isBlankIp() {
        return ip.isAnyLocalAddress();
    }

    /** Whether the nonce is still to be learned. */
    public boolean hasAnyNonce() {
        return nonce == ANY_NONCE;
    }

    public EntityAddress withIp(InetAddress newIp) {
        return new EntityAddress(scheme, newIp, port, nonce);
    }

    public EntityAddress withPort(int newPort) {
        return new EntityAddress(scheme, ip, newPort, nonce);
    }

    public EntityAddress withNonce(long newNonce) {
        return new EntityAddress(scheme, ip, port, newNonce);
    }

    /** Ceph's form, {@code v1:host:port/nonce}. */
    public String toCephString() {
        return "v1:" + hostAndPort() + "/" + (hasAnyNonce() ? 0 : nonce);
    }

    @Override
    public String toString() {
        return scheme + "://" + hostAndPort() + (hasAnyNonce() ? "" : "/" + nonce);
    }

    private String hostAndPort() {
        String host = ip.getHostAddress();
        return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
