package io.qanat.hub.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What the demonstration's participants have seen. Written by their thread, read by another. */
final class DemoStatistics {
  private static final long HIGHEST_NANOS = 60_000_000_000L;

  private final Recorder recorder = new Recorder(HIGHEST_NANOS, 3);
  private final Histogram total = new Histogram(HIGHEST_NANOS, 3);
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong trades = new AtomicLong();
  private final AtomicLong rejects = new AtomicLong();

  void onOrderSent() {
    orders.getAndIncrement();
  }

  void onTrade() {
    trades.getAndIncrement();
  }

  void onReject() {
    rejects.getAndIncrement();
  }

  /** Time from an order's sending to the first report on it. */
  void onAnswer(final long nanos) {
    recorder.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
  }

  long orders() {
    return orders.get();
  }

  long trades() {
    return trades.get();
  }

  long rejects() {
    return rejects.get();
  }

  /** The latencies since the last call, which are added to the total as well. */
  Histogram interval() {
    final Histogram interval = recorder.getIntervalHistogram();
    total.add(interval);
    return interval;
  }

  /** Percentiles of everything so far, microseconds. */
  Map<String, Double> latencyMicros() {
    interval();
    final Map<String, Double> micros = new LinkedHashMap<>();
    micros.put("p50", total.getValueAtPercentile(50) / 1e3);
    micros.put("p99", total.getValueAtPercentile(99) / 1e3);
    micros.put("p999", total.getValueAtPercentile(99.9) / 1e3);
    return micros;
  }
}
