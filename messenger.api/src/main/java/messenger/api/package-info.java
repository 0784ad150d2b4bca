/**
 * What an application sees of Messenger: {@link messenger.api.Messenger}, {@link messenger.api.Connection},
 * {@link messenger.api.Message}, {@link messenger.api.Dispatcher} and the values they exchange.
 *
 * <p>Numbers follow Ceph's messenger v1 where it has them. Unless a member says otherwise, sizes are in bytes, times
 * are {@link java.time.Duration}s, and every method may be called from any thread.
 */
@Export
@Version("1.0.0")
package messenger.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
