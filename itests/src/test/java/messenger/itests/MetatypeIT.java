package messenger.itests;

import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import messenger.api.MessengerConstants;
import org.junit.Test;

/** What consoles show of a configuration is what docs/configuration.md says. */
public class MetatypeIT extends ContainerTest {
    private static final Pattern KEY = Pattern.compile("`([a-z.]+)`");
    /** What the page writes for a value that is empty. */
    private static final Pattern EMPTY = Pattern.compile("none|random|required|as `policy.default`");

    @Test
    public void endpointAgrees() throws Exception {
        assertAgrees("messenger.core", MessengerConstants.ENDPOINT_PID);
    }

    @Test
    public void runtimeAgrees() throws Exception {
        assertAgrees("messenger.core", "messenger.core");
    }

    @Test
    public void transportAgrees() throws Exception {
        assertAgrees("messenger.simple", MessengerConstants.SIMPLE_PID);
    }

    @Test
    public void xioAgrees() throws Exception {
        assertAgrees("messenger.xio", MessengerConstants.XIO_PID);
    }

    private void assertAgrees(String bundle, String pid) throws Exception {
        Map<String, Attribute> shown = Attribute.of(Bundles.named(context, bundle), pid);
        Map<String, Attribute> told = page(pid);
        shown.forEach((key, attribute) -> assertEquals(told.get(key), attribute));
        assertEquals(told.keySet(), shown.keySet());
    }

    /** The table of the section with this PID in its title. */
    private static Map<String, Attribute> page(String pid) throws Exception {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        boolean here = false;
        for (String line : new Page("configuration.md").text().lines().toList()) {
            if (line.startsWith("## ")) {
                here = line.contains(" PID `" + pid + "`");
            } else if (here && line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                String value = cells[2].strip().replace("`none`", "'none'").replace("`", "");
                Matcher keys = KEY.matcher(cells[1]);
                while (keys.find()) {
                    String key = keys.group(1).startsWith(".") ? "policy" + keys.group(1) : keys.group(1);
                    String defaultValue = EMPTY.matcher(cells[2].strip()).matches() ? "" : value.replace("'", "");
                    attributes.put(key, new Attribute(key, Effect.of(cells[5]), defaultValue));
                }
            }
        }
        return attributes;
    }
}
