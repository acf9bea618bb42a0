package io.qanat.loadtest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.loadtest.report.Latencies;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SweepRunTest {
  private static final double LIMIT_MICROS = 20_000;

  private static OrderLoad.Result result(
      final long rate, final long p99Millis, final long refused, final long lost) {
    final Latencies latencies = new Latencies();
    latencies.record(TimeUnit.MILLISECONDS.toNanos(p99Millis));
    return new OrderLoad.Result(
        rate, rate, rate - lost, 0, 0, refused, lost, 0, 0, 1.0, latencies, List.of());
  }

  private static long knee(final OrderLoad.Result... results) {
    return SweepRun.knee(List.of(results), LIMIT_MICROS);
  }

  @Test
  void theKneeIsTheLastRateUpToWhichEachWasGood() {
    assertThat(knee(result(1_000, 3, 0, 0), result(2_000, 19, 0, 0), result(5_000, 21, 0, 0)))
        .isEqualTo(2_000);
    assertThat(knee(result(1_000, 3, 0, 0), result(2_000, 3, 0, 0))).isEqualTo(2_000);
  }

  @Test
  void oneThatIsGoodBehindABadOneDoesNotCount() {
    assertThat(knee(result(1_000, 3, 0, 0), result(2_000, 50, 0, 0), result(5_000, 3, 0, 0)))
        .isEqualTo(1_000);
  }

  @Test
  void nothingMayBeRefusedForLoadOrLost() {
    assertThat(knee(result(1_000, 3, 0, 0), result(2_000, 3, 1, 0))).isEqualTo(1_000);
    assertThat(knee(result(1_000, 3, 0, 1))).isZero();
  }
}
