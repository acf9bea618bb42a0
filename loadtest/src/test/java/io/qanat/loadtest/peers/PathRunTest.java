package io.qanat.loadtest.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PathRunTest {
  private static JsonNode json(final String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  /** Ours has ended early: what it lost shows in its output, and the rest of the table stands. */
  @Test
  void eachRateIsARowAndWhatIsMissingIsADash() throws JsonProcessingException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    PathRun.print(
        json("[{'rate':1000,'refused':3,'latencyMicros':{'p50':10.4,'p99':50,'p999':90}}]"),
        json(
            "[{'rate':1000,'latencyMicros':{'p50':20,'p99':40,'p999':60}},"
                + "{'rate':2000,'latencyMicros':{'p50':21,'p99':41,'p999':61}}]"),
        new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2))
        .containsExactly(
            "| 1000 | 10 | 50 | 90 | 3 | 20 | 40 | 60 | 1.25 |",
            "| 2000 | - | - | - | - | 21 | 41 | 61 | - |");
  }
}
