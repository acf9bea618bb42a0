package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.codecs.value.Fixed8;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Simulated providers, partners' prices, orders in agency and as principal, explanations and
 * exposures, through a whole hub; the run itself checks what must hold.
 */
class WtiScenarioTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(final String... arguments) {
    return new CommandLine(new ScenarioCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void oilGoesThroughZeroAndBackAndEverythingAddsUp(@TempDir final Path folder) throws IOException {
    final Path prices = folder.resolve("prices.csv");
    Files.writeString(prices, "Date,Price\n2020-04-17,18.31\n2020-04-20,-36.98\n2020-04-21,8.91\n");
    final Path json = folder.resolve("wti.json");
    final int exitCode =
        run("wti", "--prices=" + prices, "--ticks-per-day=25", "--seed=7", "--json=" + json);
    assertThat(exitCode).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains("the ledger balances", "passed")
        .containsPattern("Account 11 (bought|sold) \\d+ at -\\d+\\.\\d+; its order")
        .containsPattern("Policy fund \\(version 1\\) made of it -\\d+");
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.path("difference").asText()).isEqualTo("0");
    assertThat(Fixed8.parse(figures.path("lowestFill").asText())).isNegative();
    assertThat(Fixed8.parse(figures.path("highestFill").asText())).isPositive();
    for (final String account : new String[] {"11", "21"}) {
      assertThat(figures.at("/accounts/" + account + "/fills").asLong()).as(account).isPositive();
    }
  }

  @Test
  void badInputIsNamed(@TempDir final Path folder) throws IOException {
    assertThat(run("wti", "--prices=" + folder.resolve("nothing.csv"))).isEqualTo(2);
    assertThat(err.toString()).contains("--prices cannot be read");
    assertThat(run("wti", "--ticks-per-day=1")).isEqualTo(2);
    assertThat(err.toString()).contains("--ticks-per-day must be at least 2: 1");
  }
}
