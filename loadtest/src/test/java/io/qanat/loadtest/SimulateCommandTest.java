package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(final String... arguments) {
    return new CommandLine(new SimulateCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void aRunSaysWhatHappenedInOneLineAndInAFile(@TempDir final Path folder) throws IOException {
    final Path file = folder.resolve("simulated.json");
    final int exitCode =
        run("--seed", "5", "--seeds", "2", "--duration", "2s", "--json", file.toString());

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .matches(
            "passed: 2 of 2 seeds from 5 passed, quiet, \\d+ s virtual in [0-9.]+ s; \\d+ orders,"
                + " \\d+ cancels, \\d+ replaces, \\d+ trades, \\d+ acts of operators, \\d+ entries,"
                + " \\d+ recoveries, \\d+ cuts audited; faults \\{DROP=.*\\}\\R");
    final JsonNode figures = new ObjectMapper().readTree(file.toFile());
    assertThat(figures.get("passed").asInt()).isEqualTo(2);
    assertThat(figures.get("orders").asInt()).isPositive();
    assertThat(figures.get("faults").get("DROP").asInt()).isPositive();
    assertThat(figures.get("machine").get("commit").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--duration=0s, --duration 0: a run must last",
    "--seeds=0, --seeds 0: at least 1",
    "--shrink=-1, --shrink -1: at least 0",
    "--faults=FLOOD, no such fault: FLOOD",
    "--skip=NODE_CRASH, '--skip NODE_CRASH: a kind and a number, such as NODE_CRASH-3'",
    "--market=sideways, 'is not among [quiet, trend, flash-crash, news-gap, negative-prices, provider-outage]'"
  })
  void badInputIsNamedAndNothingRuns(final String argument, final String message) {
    final String[] arguments =
        argument.startsWith("--duration")
            ? new String[] {"--seed", "1", argument}
            : new String[] {"--seed", "1", "--duration", "1s", argument};
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
