package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new partner's first minutes, with nothing but the lines that the demo prints: an order by curl,
 * watched over WebSocket, cancelled over Aeron by the client of the protocol document.
 */
class DemoLinesIT {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  @Test
  void anOrderByCurlIsWatchedOverWebSocketAndCancelledOverAeron()
      throws IOException, InterruptedException {
    try (ChildProcess demo =
        ChildProcess.start(
            ROOT.resolve("hub/target/qanat.jar"),
            folder.resolve("demo.out"),
            "demo",
            "--free-ports",
            "--duration",
            "5m",
            "--data",
            folder.resolve("data").toString())) {
      demo.awaitOutput("EURUSD  ", 180);

      final HttpResponse<String> placed = asCurlWould(pasted(demo, "curl -s"));
      assertThat(placed.statusCode()).isEqualTo(201);
      assertThat(placed.body()).contains("\"clOrdId\":\"mine-1\"", "\"execType\":\"NEW\"");

      try (ChildProcess watch = shell("watch.out", pasted(demo, "QANAT_KEY=\\S+ java -jar"))) {
        watch.awaitOutput("\"type\":\"prices\"", 60);
        assertThat(reports(watch)).containsExactly("1 mine-1 NEW");

        final String aeron = pasted(demo, "QANAT_KEY=\\S+ java --add-exports");
        try (ChildProcess client = shell("cancel.out", aeron)) {
          watch.awaitOutput("\"reportNo\":2", 60);
          client.awaitOutput("execType=CANCELED", 60);
          assertThat(client.output()).contains("reportNo=2|", "origClOrdId=mine-1|");
        }
        final String order = aeron.replace("CANCEL mine-1", "BUY 1 0.98 2000");
        assertThat(order).isNotEqualTo(aeron);
        try (ChildProcess client = shell("order.out", order)) {
          watch.awaitOutput("\"reportNo\":3", 60);
          client.awaitOutput("execType=NEW", 60);
          assertThat(client.output())
              .contains("price=98000000|", "orderQty=200000000000|")
              .doesNotContain("Reject", "TERMINATED");
        }
        assertThat(reports(watch))
            .hasSize(3)
            .satisfies(reports -> assertThat(reports.get(0)).isEqualTo("1 mine-1 NEW"))
            .satisfies(reports -> assertThat(reports.get(1)).matches("2 sixty-\\d+ CANCELED"))
            .satisfies(reports -> assertThat(reports.get(2)).matches("3 sixty-\\d+ NEW"));
      }
    }
  }

  /** The command that begins so, with its continuation lines, as a shell takes it. */
  private static String pasted(final ChildProcess demo, final String beginning) {
    final Matcher matcher =
        Pattern.compile("(?m)^  " + beginning + "(?:.*\\\\\\R)+.*$").matcher(demo.output());
    assertThat(matcher.find()).as(demo.output()).isTrue();
    return matcher.group().replaceAll("\\\\\\R\\s*", "").strip();
  }

  private ChildProcess shell(final String output, final String line) throws IOException {
    return ChildProcess.startShell(ROOT, folder.resolve(output), line);
  }

  /** What curl would send; it need not be on this machine. */
  private static HttpResponse<String> asCurlWould(final String line)
      throws IOException, InterruptedException {
    final Matcher uri = Pattern.compile("^curl -s -X POST (\\S+) (.*) -d '([^']*)'$").matcher(line);
    assertThat(uri.matches()).as(line).isTrue();
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri.group(1)))
            .POST(HttpRequest.BodyPublishers.ofString(uri.group(3)));
    final Matcher header = Pattern.compile("-H '([^:']*): ([^']*)'").matcher(uri.group(2));
    while (header.find()) {
      request.header(header.group(1), header.group(2));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** NUMBER CLORDID EXECTYPE of each report that was watched. */
  private static List<String> reports(final ChildProcess watch) {
    final ObjectMapper mapper = new ObjectMapper();
    return watch
        .output()
        .lines()
        .filter(line -> line.startsWith("{\"type\":\"report\""))
        .map(
            line -> {
              try {
                return mapper.readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .map(
            report ->
                report.path("reportNo").asText()
                    + ' '
                    + report.at("/report/clOrdId").asText()
                    + ' '
                    + report.at("/report/execType").asText())
        .toList();
  }
}
