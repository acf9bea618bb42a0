package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FeedTicksTest {
  private static final Path REAL =
      Path.of(System.getProperty("basedir", "."), "../../shared/data/fx");

  @TempDir private Path folder;
  private final StringWriter errors = new StringWriter();

  private int run(final String... args) {
    return new CommandLine(new FeedCommand())
        .setErr(new PrintWriter(errors))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              errors.append(failure.getMessage());
              return 2;
            })
        .execute(args);
  }

  private static byte[] zipped(final String text) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("ticks.csv"));
      zip.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Equal times, a clock an hour behind, a provider that crosses itself, prices below zero. */
  @Test
  void twoSmallFilesGiveWhatTheySayTwice() throws IOException {
    final Path north = folder.resolve("north.zip");
    final Path south = folder.resolve("south.csv");
    Files.write(north, zipped("0,1,2\r\n10,3,2\r\n20,2,2.5\r\n30,-2,-1\r\n"));
    Files.writeString(south, "3600000,0.5,2.25\n3600020,2,3\n3600030,-1,0\n3600031,-0.5,0\n");
    final String[] args = {
      "--embedded",
      "--ticks=north=" + north + ",+1h",
      "--ticks=south=" + south,
      "--symbol=EURUSD",
      "--json=" + folder.resolve("first.json")
    };
    assertThat(run(args)).as(errors.toString()).isZero();
    final JsonNode first = new ObjectMapper().readTree(folder.resolve("first.json").toFile());
    assertThat(first.path("events").asInt()).isEqualTo(8);
    // By hand: 1/2, 1/2, 3/2 x, 2/2.25, 2/2.5, 2/-1 x, -1/-1 locked, -0.5/-1 x
    assertThat(first.path("crossed").asInt()).isEqualTo(3);
    assertThat(first.path("locked").asInt()).isEqualTo(1);
    assertThat(first.path("crossLpOnly").asInt()).isEqualTo(2);
    assertThat(first.at("/filtered/north/selfCrossed").asInt()).isEqualTo(1);
    assertThat(first.path("sha256").asText())
        .isEqualTo(sha256("1,2\n1,2\n3,2\n2,2.25\n2,2.5\n2,-1\n-1,-1\n-0.5,-1\n"));
    args[4] = "--json=" + folder.resolve("second.json");
    assertThat(run(args)).as(errors.toString()).isZero();
    assertThat(folder.resolve("second.json")).hasSameBinaryContentAs(folder.resolve("first.json"));
  }

  private static String sha256(final String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (final java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRecordedDayOfTwoProviders() throws IOException {
    assumeTrue(
        Files.isDirectory(REAL), "recorded quotes are not there, so they are not played: " + REAL);
    final Path json = folder.resolve("day.json");
    assertThat(
            run(
                "--embedded",
                "--ticks=fxcm=" + REAL.resolve("fxcm_eurusd_20140507.zip") + ",+5h",
                "--ticks=oanda=" + REAL.resolve("oanda_eurusd_20140507.zip"),
                "--symbol=EURUSD",
                "--json=" + json))
        .as(errors.toString())
        .isZero();
    final JsonNode day = new ObjectMapper().readTree(json.toFile());
    assertThat(day.path("events").asInt()).isEqualTo(130_871);
    assertThat(day.path("crossed").asInt()).isEqualTo(20_096);
    assertThat(day.path("locked").asInt()).isEqualTo(18_102);
    assertThat(day.path("crossLpOnly").asInt()).isEqualTo(5_457);
    assertThat(day.at("/filtered/fxcm/selfCrossed").asInt()).isEqualTo(9_847);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5,1,2;4,1,2 | row 2: milliseconds must be in 5..604800000: 4",
        "5,1 | row 1: needs milliseconds,bid,ask: 5,1",
        "x,1,2 | row 1: milliseconds is no whole number: x",
        "5,1,two | row 1: ask is no price: two",
        "'' | has no rows"
      })
  void aMalformedFileIsNamedWithItsRow(final String rows, final String message) throws IOException {
    final Path file = folder.resolve("ticks.csv");
    Files.writeString(file, rows.replace(';', '\n'));
    assertThat(run("--embedded", "--ticks=a=" + file, "--symbol=EURUSD")).isEqualTo(2);
    assertThat(errors.toString()).isEqualTo(file + " " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--embedded | either --messages or --ticks must be given",
        "--embedded --ticks=a=f | --ticks needs --symbol",
        "--ticks=a=f --symbol=X | --ticks goes with --embedded",
        "--embedded --ticks=a=none.csv --symbol=X | cannot read none.csv",
        "--embedded --ticks=a=f --ticks=a=g --symbol=X | --ticks names a provider twice: [a=f, a=g]"
      })
  void wrongArgumentsAreNamed(final String args, final String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(errors.toString()).isEqualTo(message);
  }
}
