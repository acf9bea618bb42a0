package io.qanat.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class CurvesPageTest {
  private static Latencies latencies(final long... micros) {
    final Latencies latencies = new Latencies();
    for (final long value : micros) {
      latencies.record(value * 1_000);
    }
    return latencies;
  }

  private static Document svg(final String html, final int number) throws Exception {
    String rest = html;
    for (int i = 0; i < number; i++) {
      rest = rest.substring(rest.indexOf("</svg>") + 6);
    }
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new InputSource(
                new StringReader(
                    rest.substring(rest.indexOf("<svg"), rest.indexOf("</svg>") + 6))));
  }

  @Test
  void eachRateIsACurveOverPercentilesAndEachPercentileOneOverRates() throws Exception {
    final CurvesPage page = new CurvesPage("a < b", Map.of("cpu", "one & two"));
    page.add(1_000, latencies(100, 200, 300, 4_000), "the first");
    page.add(10_000, latencies(500, 600, 700, 90_000), "the second");
    final String html = page.html();
    assertThat(html)
        .contains("<h1>a &lt; b</h1>", "<td>cpu</td><td>one &amp; two</td>")
        .contains("the first\nthe second\n")
        .doesNotContain("NaN", "Infinity", "src=", "http-equiv");
    final Document byPercentile = svg(html, 0);
    assertThat(byPercentile.getElementsByTagName("path").getLength()).isEqualTo(2);
    assertThat(byPercentile.getDocumentElement().getTextContent())
        .contains("1000/s", "10000/s", "99.9%", "100 µs", "100 ms");
    final Document byRate = svg(html, 1);
    assertThat(byRate.getElementsByTagName("path").getLength()).isEqualTo(5);
    // The median of both rates, from the left edge to the right one.
    assertThat(byRate.getElementsByTagName("path").item(0).getAttributes().getNamedItem("d"))
        .extracting(Object::toString)
        .asString()
        .contains("M70.0 ")
        .contains("L670.0 ");
  }

  @Test
  void aPageOfOneRateOrNoneIsAPage() throws Exception {
    final CurvesPage page = new CurvesPage("t", Map.of());
    assertThat(page.html()).contains("</html>").doesNotContain("<svg");
    page.add(1_000, latencies(100), "one");
    assertThat(page.html()).doesNotContain("NaN", "Infinity");
    assertThat(svg(page.html(), 1).getElementsByTagName("path").getLength()).isEqualTo(5);
  }
}
