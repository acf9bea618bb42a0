package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionScheduleTest {
  private static SessionSchedule schedule(final String daily) {
    return SessionSchedule.of(ConfigFactory.parseString("qanat.sessions.daily = [" + daily + "]"));
  }

  private static List<String> marks(
      final SessionSchedule schedule, final String from, final int count) {
    final List<String> marks = new ArrayList<>();
    Instant at = Instant.parse(from);
    for (int i = 0; i < count; i++) {
      final SessionSchedule.Mark mark = schedule.nextAfter(at).orElseThrow();
      at = mark.at();
      marks.add(at + " " + mark.boundary() + " " + mark.session());
    }
    return marks;
  }

  @Test
  void aDailySessionBeginsAndEndsUnderItsDate() {
    assertThat(marks(schedule("{name = day, begin = 7h, end = 22h}"), "2026-11-25T12:00:00Z", 3))
        .containsExactly(
            "2026-11-25T22:00:00Z END day-2026-11-25",
            "2026-11-26T07:00:00Z BEGIN day-2026-11-26",
            "2026-11-26T22:00:00Z END day-2026-11-26");
  }

  @Test
  void oneThatEndsBeforeItBeginsGoesOverMidnight() {
    assertThat(marks(schedule("{name = night, begin = 22h, end = 6h}"), "2026-11-25T05:00:00Z", 3))
        .containsExactly(
            "2026-11-25T06:00:00Z END night-2026-11-24",
            "2026-11-25T22:00:00Z BEGIN night-2026-11-25",
            "2026-11-26T06:00:00Z END night-2026-11-25");
  }

  @Test
  void nothingIsScheduledUnlessAskedFor() {
    assertThat(SessionSchedule.of(ConfigFactory.load()).nextAfter(Instant.now())).isEmpty();
  }

  @Test
  void badSchedulesAreNamed() {
    assertThatThrownBy(() -> schedule("{name = \"a b\", begin = 7h, end = 8h}"))
        .hasMessageContaining("name = \"a b\": must be 1 to 50 of A-Z a-z 0-9 . _ -");
    assertThatThrownBy(() -> schedule("{name = a, begin = 7h, end = 7h}"))
        .hasMessageContaining("end = \"7h\": must be another time than begin");
    assertThatThrownBy(() -> schedule("{name = a, begin = 7h, end = 25h}"))
        .hasMessageContaining("end = \"25h\": must be a duration");
    assertThatThrownBy(() -> schedule("{name = a, begin = 7h, end = 8h, at = 3}"))
        .hasMessageContaining("at is not a key");
  }
}
