package messenger.monitor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Prints the state of all endpoints into the framework's inventory. */
@Component(
        name = MessengerPrinter.NAME,
        enabled = false,
        property = {
            InventoryPrinter.NAME + "=messenger",
            InventoryPrinter.TITLE + "=Messenger",
            InventoryPrinter.FORMAT + "=TEXT",
            InventoryPrinter.FORMAT + "=JSON"
        })
public final class MessengerPrinter implements InventoryPrinter {
    static final String NAME = "messenger.monitor.inventory";

    private final MonitoredMessengers messengers;

    @Activate
    public MessengerPrinter(@Reference MonitoredMessengers messengers) {
        this.messengers = messengers;
    }

    @Override
    public void print(PrintWriter writer, Format format, boolean isZip) {
        List<MessengerDTO> endpoints = messengers.endpointStates();
        if (Format.TEXT.equals(format)) {
            writer.print(TextReport.of(endpoints, Instant.now()));
        } else if (Format.JSON.equals(format)) {
            try {
                JsonReport.write(endpoints, Instant.now(), writer);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the inventory of messengers could not be written: " + e.getMessage(), e);
            }
        }
    }
}
