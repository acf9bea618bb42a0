package io.qanat.loadtest.lobster;

import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.JsonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One feed from files to verdict, told on the terminal. */
public final class LobsterRun {
  private LobsterRun() {}

  /**
   * Plays the files.
   *
   * @param book null: there is none, nothing is compared
   * @param json null: nowhere
   * @return whether everything that could be compared is identical
   * @throws IOException naming file and row
   */
  public static boolean run(
      final HubOptions options, final Path messages, final Path book, final Path json)
      throws IOException {
    final List<LobsterMessage> played = LobsterFiles.readMessages(messages);
    final List<BookRow> rows = book == null ? List.of() : LobsterFiles.readBook(book);
    if (book != null && rows.size() != played.size()) {
      throw new RunException(
          messages + " has " + played.size() + " rows, " + book + " has " + rows.size());
    }
    final LobsterFeed.Result result;
    try (HubConnection hub = options.open(Map.of())) {
      result = new LobsterFeed(hub, options.account(), options.securityId(), played, rows).run();
    }
    result.differences().forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "%d messages, %d operations in %.1f s (%.0f/s); answers: %s%n",
        result.messages(),
        result.operations(),
        result.seconds(),
        result.operations() / result.seconds(),
        result.latencies());
    JsonReport.write(json, figures(result));
    System.out.println(verdict(result));
    return !result.hasBook() || result.isIdentical();
  }

  private static String verdict(final LobsterFeed.Result r) {
    if (!r.hasBook()) {
      return String.format(
          Locale.ROOT,
          "played: %d messages, %d dropped for naming an unknown order, %d/%d executions with the"
              + " recorded order",
          r.messages(),
          r.dropped(),
          r.executionsAtHead(),
          r.executions());
    }
    return String.format(
        Locale.ROOT,
        "%s: %d/%d transitions, %d/%d executions at the head of the queue, %d levels loaded%s",
        r.isIdentical() ? "identical" : "DIFFERENT",
        r.transitionsIdentical(),
        r.transitions(),
        r.executionsAtHead(),
        r.executions(),
        r.levelsLoaded(),
        r.dropped() == 0 ? "" : ", " + r.dropped() + " messages named an unknown order");
  }

  private static Map<String, ?> figures(final LobsterFeed.Result r) {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("messages", r.messages());
    figures.put("dropped", r.dropped());
    figures.put("operations", r.operations());
    figures.put("identical", r.hasBook() && r.isIdentical());
    figures.put("transitions", r.transitions());
    figures.put("transitionsIdentical", r.transitionsIdentical());
    figures.put("executions", r.executions());
    figures.put("executionsAtHead", r.executionsAtHead());
    figures.put("levelsLoaded", r.levelsLoaded());
    figures.put("seconds", r.seconds());
    figures.put("latencyMicros", r.latencies().micros());
    return figures;
  }
}
