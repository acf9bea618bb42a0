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

class HttpOrdersCommandTest {
  @Test
  void everyRequestOfTheScheduleIsAnswered(@TempDir final Path folder) throws IOException {
    final Path file = folder.resolve("http.json");
    final int exitCode =
        Main.run(
            "http-orders",
            "--embedded",
            "--rate=100",
            "--duration=2s",
            "--warm-up=500ms",
            "--connections=4",
            "--json=" + file);

    final JsonNode figures = new ObjectMapper().readTree(file.toFile());
    assertThat(exitCode).as(figures.toString()).isZero();
    assertThat(figures.get("sent").asLong()).isEqualTo(200);
    assertThat(figures.get("lost").asLong()).isZero();
    assertThat(figures.get("rejected").asLong()).as("no name was taken twice").isZero();
    assertThat(figures.get("answered").asLong() + figures.get("refused").asLong()).isEqualTo(200);
    assertThat(figures.get("answered").asLong()).isGreaterThan(100);
    assertThat(figures.at("/latencyMicros/p99").asDouble()).isPositive();
    assertThat(figures.get("ledgerBalances").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=0 --embedded, '--rate 0: must be 1 to 1000000'",
    "--connections=0 --embedded, '--connections 0: must be 1 to 1000'",
    "--rate=1, either --embedded or --http URI",
    "--embedded --http=http://127.0.0.1:1, either --embedded or --http URI"
  })
  void badInputIsNamedAndNothingIsSent(final String arguments, final String message) {
    final StringWriter err = new StringWriter();
    final int exitCode =
        new CommandLine(new HttpOrdersCommand())
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (e, commandLine, result) -> {
                  commandLine.getErr().println(e.getMessage());
                  return 1;
                })
            .execute(arguments.split(" ", -1));
    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains(message);
  }
}
