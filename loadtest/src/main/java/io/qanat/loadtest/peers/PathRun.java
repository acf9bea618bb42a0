package io.qanat.loadtest.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.loadtest.Main;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The whole path beside exchange-core's, each in a JVM of its own, one after the other: the same
 * mix at the same rates. Ours is a whole hub, with a client, the gateway, accounts, and a log that
 * is synced; {@link ExchangeCorePath} says what theirs is.
 */
public final class PathRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PathRun() {}

  /**
   * Makes the comparison and prints its table.
   *
   * @param rates messages per second, ascending
   * @param json null: nowhere
   */
  public static void run(
      final List<Long> rates, final Duration duration, final Duration warmUp, final Path json)
      throws IOException {
    final String list = rates.stream().map(String::valueOf).collect(Collectors.joining(","));
    final Path theirs = Files.createTempFile("exchange-core", ".json");
    final Path ours = Files.createTempFile("qanat", ".json");
    try {
      expectSuccess(
          "exchange-core",
          PeerJvm.run(
              ExchangeCorePath.class,
              List.of(
                  list,
                  Long.toString(duration.toSeconds()),
                  Long.toString(warmUp.toSeconds()),
                  theirs.toString())));
      expectSuccess(
          "qanat",
          PeerJvm.run(
              Main.class,
              List.of(
                  "sweep",
                  "--embedded",
                  "--rates",
                  list,
                  "--duration",
                  duration.toSeconds() + "s",
                  "--warm-up",
                  warmUp.toSeconds() + "s",
                  "--json",
                  ours.toString())));
      report(JSON.readTree(ours.toFile()), JSON.readTree(theirs.toFile()), json);
    } finally {
      Files.deleteIfExists(theirs);
      Files.deleteIfExists(ours);
    }
  }

  private static void expectSuccess(final String engine, final int exit) {
    if (exit != 0) {
      throw new RunException(engine + " ended with " + exit);
    }
  }

  private static void report(final JsonNode ours, final JsonNode theirs, final Path json)
      throws IOException {
    final Map<String, Object> figures = new LinkedHashMap<>(Machine.describe());
    figures.put("jvmFlags", PeerJvm.FLAGS);
    figures.put("qanat", ours);
    figures.put("exchange-core", theirs);
    System.out.println();
    Machine.describe().forEach((key, value) -> System.out.println(key + "=" + value));
    print(ours.get("rates"), theirs.get("rates"), System.out);
    JsonReport.write(json, figures);
  }

  /** The table in Markdown, microseconds. */
  static void print(final JsonNode ours, final JsonNode theirs, final PrintStream out) {
    out.println(
        "| rate/s | qanat p50 µs | p99 | p99.9 | refused for load | exchange-core p50 µs | p99 |"
            + " p99.9 | p99 ours / theirs |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < theirs.size(); i++) {
      final List<String> cells = new ArrayList<>();
      cells.add(theirs.get(i).get("rate").asText());
      final JsonNode our = ours.path(i);
      cells.addAll(micros(our));
      cells.add(our.path("refused").asText("-"));
      cells.addAll(micros(theirs.get(i)));
      cells.add(
          our.isMissingNode()
              ? "-"
              : String.format(
                  Locale.ROOT,
                  "%.2f",
                  our.at("/latencyMicros/p99").asDouble()
                      / theirs.get(i).at("/latencyMicros/p99").asDouble()));
      out.println("| " + String.join(" | ", cells) + " |");
    }
  }

  private static List<String> micros(final JsonNode row) {
    final List<String> cells = new ArrayList<>();
    for (final String percentile : List.of("p50", "p99", "p999")) {
      final JsonNode value = row.at("/latencyMicros/" + percentile);
      cells.add(value.isMissingNode() ? "-" : String.format(Locale.ROOT, "%.0f", value.asDouble()));
    }
    return cells;
  }
}
