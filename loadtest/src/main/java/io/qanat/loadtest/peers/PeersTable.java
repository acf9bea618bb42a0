package io.qanat.loadtest.peers;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The comparison as a table in Markdown: millions of operations a second, and ours over the best.
 */
final class PeersTable {
  private PeersTable() {}

  static void print(final List<Map<String, Object>> rows, final PrintStream out) {
    final StringBuilder head = new StringBuilder("| stream |");
    final StringBuilder rule = new StringBuilder("|---|");
    for (final String engine : PeerBooks.names()) {
      head.append(' ').append(engine).append(" M/s |");
      rule.append("---|");
    }
    for (final String engine : PeerBooks.names()) {
      head.append(' ').append(engine).append(" B/op |");
      rule.append("---|");
    }
    out.println(head.append(" ours / best other |"));
    out.println(rule.append("---|"));
    for (final Map<String, Object> row : rows) {
      final StringBuilder line = new StringBuilder("| ").append(row.get("stream")).append(" |");
      double ours = 0;
      double best = 0;
      for (final String engine : PeerBooks.names()) {
        final double opsPerSecond = figure(row, engine, "opsPerSecond");
        line.append(String.format(Locale.ROOT, " %.2f |", opsPerSecond / 1e6));
        if (engine.equals(PeerBooks.QANAT)) {
          ours = opsPerSecond;
        } else {
          best = Math.max(best, opsPerSecond);
        }
      }
      for (final String engine : PeerBooks.names()) {
        line.append(String.format(Locale.ROOT, " %.3f |", figure(row, engine, "bytesPerOp")));
      }
      out.println(line.append(String.format(Locale.ROOT, " %.2f |", ours / best)));
    }
  }

  private static double figure(
      final Map<String, Object> row, final String engine, final String name) {
    return (Double) ((Map<?, ?>) row.get(engine)).get(name);
  }
}
