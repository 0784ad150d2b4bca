package messenger.itests.rdma;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What became of a test in the virtual machine.
 *
 * @param test class and test, with the nested classes and invocations between them
 * @param problem why it did not pass; empty if it did
 */
record Outcome(String test, String problem) {
    private static final Pattern UNIQUE_ID = Pattern.compile("unique-id: (.*)");

    private static final Pattern SEGMENT = Pattern.compile("\\[[a-z-]+:([^\\]]*)\\]");

    /** Reads JUnit's XML report. */
    static List<Outcome> read(Path report) throws IOException {
        try {
            NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                outcomes.add(new Outcome(name(test), problem(test)));
            }
            return outcomes;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(report + " is no report of JUnit's", e);
        }
    }

    /** The attributes name the class that declares a test, not the one that inherits it. */
    private static String name(Element test) {
        Matcher id = UNIQUE_ID.matcher(test.getTextContent());
        if (!id.find()) {
            return test.getAttribute("classname") + " " + test.getAttribute("name");
        }
        Matcher segment = SEGMENT.matcher(id.group(1));
        List<String> names = new ArrayList<>();
        while (segment.find()) {
            names.add(segment.group(1));
        }
        return String.join(" ", names.subList(1, names.size()));
    }

    private static String problem(Element test) {
        for (String kind : List.of("failure", "error", "skipped")) {
            NodeList found = test.getElementsByTagName(kind);
            if (found.getLength() > 0) {
                return kind + ": " + found.item(0).getTextContent().strip();
            }
        }
        return "";
    }

    /** Fails as the test did. */
    void verify() {
        if (!problem.isEmpty()) {
            fail(test + ": " + problem);
        }
    }
}
