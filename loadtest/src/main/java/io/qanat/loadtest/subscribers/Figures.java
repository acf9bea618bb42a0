package io.qanat.loadtest.subscribers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** What healthy subscribers see: delays from the event in the hub, and whatever went wrong. */
final class Figures {
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int FAILURES_MAX = 20;

  private final ConcurrentHistogram prices = new ConcurrentHistogram(HIGHEST_NANOS, 3);
  private final ConcurrentHistogram trades = new ConcurrentHistogram(HIGHEST_NANOS, 3);
  private final AtomicLong reports = new AtomicLong();
  private final List<String> failures = new ArrayList<>();
  private volatile boolean measuring;

  /** From now on delays count. */
  void begin() {
    measuring = true;
  }

  void end() {
    measuring = false;
  }

  void price(final long delayNanos) {
    record(prices, delayNanos);
  }

  void trade(final long delayNanos) {
    record(trades, delayNanos);
  }

  private void record(final ConcurrentHistogram histogram, final long delayNanos) {
    if (measuring) {
      histogram.recordValue(Math.max(0, Math.min(delayNanos, HIGHEST_NANOS)));
    }
  }

  void report() {
    reports.incrementAndGet();
  }

  /** Something that must not be. */
  void failed(final String what) {
    synchronized (failures) {
      if (failures.size() < FAILURES_MAX) {
        failures.add(what);
      }
    }
  }

  List<String> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  /** Whether 99 of 100 prices, and trades, came within this. */
  boolean isOnTime(final long limitNanos) {
    return prices.getTotalCount() > 0
        && trades.getTotalCount() > 0
        && prices.getValueAtPercentile(99) <= limitNanos
        && trades.getValueAtPercentile(99) <= limitNanos;
  }

  Map<String, Object> figures() {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("pricesDelayMillis", millis(prices));
    figures.put("tradesDelayMillis", millis(trades));
    figures.put("reports", reports.get());
    return figures;
  }

  private static Map<String, Object> millis(final ConcurrentHistogram histogram) {
    final Map<String, Object> millis = new LinkedHashMap<>();
    millis.put("count", histogram.getTotalCount());
    for (final double percentile : new double[] {50, 90, 99, 99.9}) {
      millis.put(
          "p" + Double.toString(percentile).replace(".0", "").replace(".", ""),
          histogram.getValueAtPercentile(percentile) / 1e6);
    }
    millis.put("max", histogram.getMaxValue() / 1e6);
    return millis;
  }

  /** For people: one line. */
  String line() {
    return "prices " + line(prices) + "; trades " + line(trades);
  }

  private static String line(final ConcurrentHistogram histogram) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms (%d)",
        histogram.getValueAtPercentile(50) / 1e6,
        histogram.getValueAtPercentile(99) / 1e6,
        histogram.getValueAtPercentile(99.9) / 1e6,
        histogram.getMaxValue() / 1e6,
        histogram.getTotalCount());
  }
}
