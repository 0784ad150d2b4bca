package messenger.shell;

import java.util.List;
import messenger.shell.capture.CaptureInfo;
import org.apache.felix.service.command.Descriptor;

/** The captures that there are. */
final class CapturesCommand extends Command {
    private final Captures captures;

    CapturesCommand(Captures captures) {
        this.captures = captures;
    }

    @Descriptor("list the captures, with the size of their files and what was dropped")
    public List<CaptureInfo> captures() {
        return captures.list();
    }
}
