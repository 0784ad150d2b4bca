package messenger.shell;

import java.nio.file.Path;
import java.util.List;
import messenger.shell.capture.CaptureInfo;
import org.apache.felix.service.command.Descriptor;

/** Ends captures. */
final class StopcaptureCommand extends Command {
    private final Captures captures;

    StopcaptureCommand(Captures captures) {
        this.captures = captures;
    }

    @Descriptor("end a capture, or all; their files are complete then")
    public List<CaptureInfo> stopcapture(
            @Descriptor("FILE: that is captured to; all if absent") @Argument(value = Kind.CAPTURE, optional = true)
                    Path file)
            throws InterruptedException {
        return captures.stop(file);
    }
}
