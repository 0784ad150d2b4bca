/**
 * For those who write a transport: pieces that transports have in common, none of which they must use. The names that a
 * handshake announces, sections and frames as they arrive, ports, threads that leave nothing behind, and the life of a
 * transport that is configured under OSGi ({@link messenger.spi.support.TransportComponent}).
 */
@Export
@Version("1.0.0")
package messenger.spi.support;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
