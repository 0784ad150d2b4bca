package messenger.itests;

import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.osgi.framework.Bundle;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** One key of a configuration, as a bundle's Metatype says. */
record Attribute(String key, Effect effect, String defaultValue) {
    /** The keys of a PID, or factory PID, by name. */
    static Map<String, Attribute> of(Bundle bundle, String pid) throws Exception {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (URL url : Collections.list(bundle.findEntries("OSGI-INF/metatype", "*.xml", false))) {
            Element root = root(url);
            Element designate = elements(root, "Designate").getFirst();
            if (designate.getAttribute("pid").equals(pid)
                    || designate.getAttribute("factoryPid").equals(pid)) {
                for (Element element : elements(root, "AD")) {
                    String key = element.getAttribute("id");
                    Effect effect = Effect.of(element.getAttribute("description"));
                    attributes.put(key, new Attribute(key, effect, element.getAttribute("default")));
                }
            }
        }
        return attributes;
    }

    private static Element root(URL url) throws Exception {
        try (InputStream content = url.openStream()) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(content)
                    .getDocumentElement();
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
