/** Snapshots of state as OSGi DTOs, for shells, monitoring and tests. */
@Export
@Version("1.0.0")
package messenger.api.dto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
