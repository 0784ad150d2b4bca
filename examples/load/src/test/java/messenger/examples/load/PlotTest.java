package messenger.examples.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The plot is a drawing that a browser takes. */
class PlotTest {
    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void showsRatesGapsAndWhatWasDone() throws Exception {
        List<Sample> samples = List.of(
                new Sample(100, 5000, 2, "simple"), new Sample(200, 0, 80, "-"), new Sample(300, 9000, 3, "xio"));
        String svg = new Plot(samples, List.of(new Step(150, "stop <one> & start"))).svg();
        Document document = parse(svg);
        assertEquals(2, document.getElementsByTagName("polyline").getLength());
        assertTrue(svg.contains("stop &lt;one> &amp; start"), svg);
        assertTrue(svg.contains(">20000<") || svg.contains(">10000<"), svg);
    }

    @Test
    void nothingIsDrawnAsWell() throws Exception {
        assertEquals(
                2,
                parse(new Plot(List.of(), List.of()).svg())
                        .getElementsByTagName("polyline")
                        .getLength());
    }
}
