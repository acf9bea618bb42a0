package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.loadtest.conform.CaseResult.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformReportTest {
  private static final List<CaseResult> RESULTS =
      List.of(
          result("SEQ-01", Outcome.PASS, ""),
          result("SEQ-02", Outcome.FAIL, "expected <1> & \"2\""),
          result("REJ-11", Outcome.SKIP, "needs --poor-account"));

  @TempDir private Path folder;

  private static CaseResult result(final String id, final Outcome outcome, final String reason) {
    return new CaseResult(
        ConformCase.wire(id, "Title of " + id, "numbers", desk -> {}),
        outcome,
        reason,
        1_500_000_000L);
  }

  @Test
  void theTableSaysWhatFailedAndWhereItIsWritten() {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ConformReport.head(out);
    RESULTS.forEach(result -> ConformReport.row(out, result));
    ConformReport.total(out, RESULTS);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "case           seconds  what the protocol says",
            "SEQ-01    PASS   1.500  Title of SEQ-01",
            "SEQ-02    FAIL   1.500  Title of SEQ-02",
            "                        expected <1> & \"2\"",
            "                        see codecs/README.md#numbers",
            "REJ-11    SKIP   1.500  Title of REJ-11",
            "                        needs --poor-account",
            "DOES NOT CONFORM: 1 passed, 1 failed, 1 skipped in 4.500 s");
  }

  @Test
  void theXmlIsWhatBuildServersRead() throws IOException {
    final Path file = folder.resolve("conform.xml");
    ConformReport.junit(file, RESULTS);
    assertThat(Files.readString(file))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<testsuite name=\"qanat-conform\" tests=\"3\" failures=\"1\" errors=\"0\""
                + " skipped=\"1\" time=\"4.500\">"
                + "<testcase classname=\"conform.SEQ\" name=\"SEQ-01 Title of SEQ-01\" time=\"1.500\">"
                + "</testcase>"
                + "<testcase classname=\"conform.SEQ\" name=\"SEQ-02 Title of SEQ-02\" time=\"1.500\">"
                + "<failure message=\"expected &lt;1&gt; &amp; &quot;2&quot;\">"
                + "see codecs/README.md#numbers</failure></testcase>"
                + "<testcase classname=\"conform.REJ\" name=\"REJ-11 Title of REJ-11\" time=\"1.500\">"
                + "<skipped message=\"needs --poor-account\"/></testcase></testsuite>");
  }
}
