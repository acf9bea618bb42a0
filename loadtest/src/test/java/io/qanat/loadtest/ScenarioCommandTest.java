package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScenarioCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(final String... arguments) {
    return new CommandLine(new ScenarioCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void providersAreGoneForAFifthOfTheTime(@TempDir final Path folder) throws IOException {
    final Path file = folder.resolve("scenario.json");
    final int exitCode =
        run("provider-outage", "--seed", "3", "--duration", "40s", "--json", file.toString());

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("scenario provider-outage, seed 3, 40 s of virtual time", "BTCUSD: first ")
        .containsPattern("passed: \\d+ orders, [1-9]\\d* trades, \\d+ acts of operators");
    final JsonNode instruments = new ObjectMapper().readTree(file.toFile()).get("instruments");
    // The third maker, of oil, can afford little and is often not there.
    for (final String symbol : List.of("BTCUSD", "XAUEUR")) {
      assertThat(instruments.get(symbol).get("withoutProviderPercent").asDouble())
          .as("%s: %s", symbol, out)
          .isBetween(15.0, 35.0);
      assertThat(instruments.get(symbol).get("trades").asLong()).as(symbol).isPositive();
    }
  }

  @Test
  void oilTradesBelowZero(@TempDir final Path folder) throws IOException {
    final Path file = folder.resolve("scenario.json");
    final int exitCode =
        run("negative-prices", "--seed", "1", "--duration", "60s", "--json", file.toString());

    assertThat(exitCode).as(out.toString()).isZero();
    final JsonNode oil =
        new ObjectMapper().readTree(file.toFile()).get("instruments").get("WTIUSD");
    assertThat(oil.get("low").asDouble()).isNegative();
    assertThat(oil.get("high").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "quiet --duration=0s, --duration 0: a run must last",
    "sideways, 'is not among [quiet, trend, flash-crash, news-gap, negative-prices,"
        + " provider-outage]'",
    "'', Missing required parameter: 'NAME'"
  })
  void badInputIsNamedAndNothingRuns(final String arguments, final String message) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
