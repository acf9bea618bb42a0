package io.qanat.loadtest.orders;

import io.qanat.loadtest.report.IntervalLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happened in each second of a run, so that a stall is seen where percentiles hide it. */
final class Timeline {
  /**
   * One second.
   *
   * @param second from the start of the run, the first is 1
   * @param unanswered at its end
   * @param maxMicros longest latency of what was answered in it
   */
  record Second(
      long second, long sent, long answered, long refused, int unanswered, double maxMicros) {}

  private final List<Second> seconds = new ArrayList<>();
  private final IntervalLog log;
  private long sentBefore;
  private long answeredBefore;
  private long refusedBefore;
  private long maxNanos;

  /**
   * Of a run that has not begun.
   *
   * @param log gets the latencies of each second
   */
  Timeline(final IntervalLog log) {
    this.log = log;
  }

  /** Forgets what was; totals go on from these. */
  void clear(final long sent, final long answered) {
    seconds.clear();
    log.begin();
    sentBefore = sent;
    answeredBefore = answered;
    refusedBefore = 0;
    maxNanos = 0;
  }

  /** Counts an answer, with its latency. */
  void answered(final long nanos) {
    maxNanos = Math.max(maxNanos, nanos);
    log.record(nanos);
  }

  /** Closes the second that has passed, if one has; totals are of the whole run. */
  void tick(
      final long sinceStartNanos,
      final int unanswered,
      final long sent,
      final long answered,
      final long refused) {
    if (sinceStartNanos < TimeUnit.SECONDS.toNanos(seconds.size() + 1L)) {
      return;
    }
    seconds.add(
        new Second(
            seconds.size() + 1L,
            sent - sentBefore,
            answered - answeredBefore,
            refused - refusedBefore,
            unanswered,
            maxNanos / 1e3));
    log.next();
    sentBefore = sent;
    answeredBefore = answered;
    refusedBefore = refused;
    maxNanos = 0;
  }

  /** The seconds so far, in order. */
  List<Second> seconds() {
    return List.copyOf(seconds);
  }
}
