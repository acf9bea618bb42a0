package io.qanat.loadtest.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latencies from the intended send time, so that a client that falls behind its schedule counts the
 * wait (no coordinated omission).
 */
public final class Latencies {
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

  /** Counts one, nanoseconds. */
  public void record(final long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /** Microseconds by percentile, in ascending order. */
  public Map<String, Double> micros() {
    final Map<String, Double> micros = new LinkedHashMap<>();
    micros.put("p50", percentile(50));
    micros.put("p90", percentile(90));
    micros.put("p99", percentile(99));
    micros.put("p999", percentile(99.9));
    micros.put("max", histogram.getMaxValue() / 1e3);
    return micros;
  }

  /**
   * Microseconds along the way to the highest percentile: two points from one halving of what is
   * above to the next.
   */
  public List<Point> curve() {
    final List<Point> points = new ArrayList<>();
    for (final HistogramIterationValue value : histogram.percentiles(2)) {
      points.add(new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / 1e3));
    }
    return points;
  }

  /** So many percent took at most so long. */
  public record Point(double percentile, double micros) {}

  private double percentile(final double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }

  /** For people: one line. */
  @Override
  public String toString() {
    final Map<String, Double> m = micros();
    return String.format(
        Locale.ROOT,
        "p50 %.0f µs, p90 %.0f µs, p99 %.0f µs, p99.9 %.0f µs, max %.0f µs (%d)",
        m.get("p50"),
        m.get("p90"),
        m.get("p99"),
        m.get("p999"),
        m.get("max"),
        count());
  }
}
