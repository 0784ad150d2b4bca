package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.WireTap;
import org.junit.Test;

/** A change of each key of a TCP transport's configuration, while it has a link, does what its description says. */
public class TransportEffectsIT extends TransportChanges {
    private static final int ATTEMPTS = 1000;

    private static final int FOOTER_COMPLETE = 1;
    private static final int FOOTER_NO_CRC = 2;

    @Test
    public void everyKeyTakesEffectAsDescribed() throws Exception {
        endings();
        addresses();
        route();
        retries();
        ranking();
        headerChecksum();
        dataChecksum();
        sockets();
        sizes();
        assertEveryKeyWasChanged();
    }

    private void route() throws Exception {
        try (SilentPeer reached = SilentPeer.holding()) {
            change("route", "tcp://127.0.0.2:1=" + reached.address(), pair -> {
                pair.client
                        .connect(EntityType.OSD, EntityAddress.parse("tcp://127.0.0.2:1"))
                        .send(Inbox.text("routed"));
                reached.awaitAccepted(1);
            });
        }
    }

    private void dataChecksum() throws Exception {
        change("crc.data", false, pair -> {
            assertEquals(FOOTER_COMPLETE, footerFlags(pair));
            pair.renewLink();
            assertEquals(FOOTER_COMPLETE | FOOTER_NO_CRC, footerFlags(pair));
        });
    }

    /** The flags at the end of the next message on the wire, behind its front and three checksums and a signature. */
    private int footerFlags(Pair pair) throws Exception {
        StringBuffer stream = new StringBuffer();
        WireTap tap = (wire, sent, time, bytes) -> {
            if (sent) {
                stream.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()));
            }
        };
        pair.client.tap(tap);
        Pattern message = Pattern.compile("(?s)" + Pair.AFTER + ".{20}(.)");
        // an open link's tap may miss what is sent just after it was opened
        for (int i = 0; i < ATTEMPTS && !message.matcher(stream).find(); i++) {
            pair.assertSessionGoesOn();
        }
        pair.client.untap(tap);
        Matcher found = message.matcher(stream);
        assertTrue("no message on the wire; " + parties.describe(), found.find());
        return found.group(1).charAt(0);
    }

    private void sockets() throws Exception {
        change("tcp.nodelay", false, Pair::renewLink);
        change("tcp.sndbuf", 20_000, Pair::renewLink);
        change("tcp.rcvbuf", 20_000, Pair::renewLink);
        change("pending.max", 1, Pair::renewLink);
    }
}
