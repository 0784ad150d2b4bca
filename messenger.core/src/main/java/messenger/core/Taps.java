package messenger.core;

import java.util.ArrayList;
import java.util.List;
import messenger.api.WireTap;
import messenger.spi.Link;

/** The taps that are open on an endpoint's links. Thread safe; a link's taps come and go in one order for all threads. */
final class Taps {
    /** An open tap, of one transport's links or, where that is null, of all. */
    private record Open(WireTap tap, AttachedTransport only) {
        boolean covers(AttachedTransport transport) {
            return only == null || only == transport;
        }
    }

    private final List<Open> open = new ArrayList<>();

    synchronized void open(WireTap tap, AttachedTransport only, List<AttachedTransport> transports) {
        Open added = new Open(tap, only);
        if (!open.contains(added)) {
            open.add(added);
            transports.forEach(transport -> links(transport).forEach(link -> link.tap(tap)));
        }
    }

    synchronized void close(WireTap tap, AttachedTransport only, List<AttachedTransport> transports) {
        open.remove(new Open(tap, only));
        transports.stream()
                .filter(transport -> !isOpen(tap, transport))
                .forEach(transport -> links(transport).forEach(link -> link.untap(tap)));
    }

    private boolean isOpen(WireTap tap, AttachedTransport transport) {
        return open.stream().anyMatch(each -> each.tap() == tap && each.covers(transport));
    }

    private static List<Link> links(AttachedTransport transport) {
        // a driver without a link yet is attached once it has one
        return transport.links().stream()
                .map(LinkDriver::link)
                .filter(link -> link != null)
                .toList();
    }

    /** The link exists; it reports to the taps that are open. */
    synchronized void attach(LinkDriver driver) {
        for (Open each : open) {
            if (each.covers(driver.transport())) {
                driver.link().tap(each.tap());
            }
        }
    }

    /** The transport is gone, and what was meant for it alone. */
    synchronized void forget(AttachedTransport transport) {
        open.removeIf(each -> each.only() == transport);
    }
}
