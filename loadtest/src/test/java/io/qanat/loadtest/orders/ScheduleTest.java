package io.qanat.loadtest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void messagesAreDueAtTheRateOfTheirPhase() {
    final Schedule schedule =
        new Schedule(
            List.of(
                new Schedule.Phase("calm", 2, Duration.ofSeconds(2)),
                new Schedule.Phase("burst", 10, Duration.ofMillis(300)),
                new Schedule.Phase("after", 1, Duration.ofSeconds(2))));
    assertThat(schedule.messages()).isEqualTo(9);
    assertThat(LongStream.range(0, 9).map(n -> schedule.dueNanos(n) / 1_000_000).toArray())
        .containsExactly(0, 500, 1_000, 1_500, 2_000, 2_100, 2_200, 2_300, 3_300);
    assertThat(LongStream.range(0, 9).map(schedule::phaseOf).toArray())
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2);
    assertThat(schedule.endNanos(1)).isEqualTo(2_300_000_000L);
  }
}
