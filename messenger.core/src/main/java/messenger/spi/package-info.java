/**
 * For those who write a transport: an {@link messenger.spi.Endpoint} is found as a service, a {@link
 * messenger.spi.Transport} attached to it, and from then on {@link messenger.spi.Link}s carry sessions.
 *
 * <p>A transport moves frames and handshake fields. What they mean is decided by the session, in messenger.core, the
 * same for every transport.
 *
 * <p><b>Threads.</b> Each link has one reading thread at a time, on which the transport makes all calls to the link's
 * {@link messenger.spi.LinkHandler}, except {@link messenger.spi.LinkHandler#writable} and {@link
 * messenger.spi.LinkHandler#closed}, which may come from any thread. Core calls the methods of a {@link
 * messenger.spi.Link} that write one at a time, from any thread, and never while it holds a lock.
 *
 * <p><b>Class loaders.</b> Nothing of a transport's own classes may remain reachable from core after {@link
 * messenger.spi.Attachment#detach}: faults travel as text, links are forgotten when they close.
 */
@Export
@Version("1.0.0")
package messenger.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
