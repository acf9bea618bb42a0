package io.qanat.loadtest.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latencies interval by interval, as a log of histograms in HdrHistogram's format (1.3), which its
 * own tools read. Values are nanoseconds; the maximum that stands beside each for people,
 * milliseconds.
 */
public final class IntervalLog implements AutoCloseable {
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Histogram interval = new Histogram(HIGHEST_NANOS, 3);
  private final PrintStream out;
  private final HistogramLogWriter writer;
  private long startMillis;

  private IntervalLog(final PrintStream out) {
    this.out = out;
    writer = out == null ? null : new HistogramLogWriter(out);
  }

  /** A log that is written to a file; null: nowhere. */
  public static IntervalLog to(final Path file) throws IOException {
    return new IntervalLog(
        file == null ? null : new PrintStream(file.toFile(), StandardCharsets.UTF_8));
  }

  /** The first interval begins; what was before is forgotten. */
  public void begin() {
    startMillis = System.currentTimeMillis();
    interval.reset();
    if (writer != null) {
      writer.outputLogFormatVersion();
      writer.outputStartTime(startMillis);
      writer.setBaseTime(startMillis);
      writer.outputLegend();
    }
  }

  /** Counts one, nanoseconds. */
  public void record(final long nanos) {
    if (writer != null) {
      interval.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
    }
  }

  /** An interval is over, and the next one begins. */
  public void next() {
    if (writer != null) {
      final long nowMillis = System.currentTimeMillis();
      interval.setStartTimeStamp(startMillis);
      interval.setEndTimeStamp(nowMillis);
      writer.outputIntervalHistogram(interval);
      interval.reset();
      startMillis = nowMillis;
    }
  }

  @Override
  public void close() {
    if (out != null) {
      out.close();
    }
  }
}
