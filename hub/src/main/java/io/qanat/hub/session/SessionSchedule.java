package io.qanat.hub.session;

import com.typesafe.config.Config;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionBoundary;
import io.qanat.codecs.entity.SessionMarkEncoder;
import io.qanat.config.Settings;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.provisioning.AdminMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sessions that are recorded every day between two times of the day (UTC), under their name and the
 * date they begin on. {@code qanat.sessions} configures them.
 */
public final class SessionSchedule {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,50}");
  private static final Duration DAY = Duration.ofDays(1);

  /** A daily session; one that ends before it begins ends on the next day. */
  record Daily(String name, Duration begin, Duration end) {}

  /** A mark that is due. */
  record Mark(Instant at, SessionBoundary boundary, String session) {}

  private final List<Daily> daily;

  SessionSchedule(final List<Daily> daily) {
    this.daily = List.copyOf(daily);
  }

  /**
   * Reads {@code qanat.sessions}.
   *
   * @throws io.qanat.config.ConfigException naming key, value and what is allowed
   */
  public static SessionSchedule of(final Config root) {
    final Settings s = Settings.of(root, "qanat.sessions");
    final List<Daily> daily = new ArrayList<>();
    for (final Settings one : s.sections("daily")) {
      final Duration begin = one.durationBetween("begin", Duration.ZERO, DAY.minusNanos(1));
      final Duration end = one.durationBetween("end", Duration.ZERO, DAY.minusNanos(1));
      if (begin.equals(end)) {
        throw one.refuse("end", "another time than begin");
      }
      daily.add(new Daily(one.text("name", NAME, "1 to 50 of A-Z a-z 0-9 . _ -"), begin, end));
      one.noOtherKeys();
    }
    s.noOtherKeys();
    return new SessionSchedule(daily);
  }

  /** The first mark after a moment; empty if nothing is scheduled. */
  Optional<Mark> nextAfter(final Instant moment) {
    return allAfter(moment).stream().findFirst();
  }

  private List<Mark> allAfter(final Instant moment) {
    return daily.stream()
        .flatMap(one -> marks(one, moment).stream())
        .filter(mark -> mark.at.isAfter(moment))
        .sorted(Comparator.comparing(Mark::at).thenComparing(Mark::session))
        .toList();
  }

  private static List<Mark> marks(final Daily one, final Instant moment) {
    final List<Mark> marks = new ArrayList<>();
    final LocalDate today = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    for (int day = -1; day <= 1; day++) {
      final LocalDate date = today.plusDays(day);
      final Instant midnight = date.atStartOfDay().toInstant(ZoneOffset.UTC);
      final String session = one.name + "-" + date;
      final Duration end = one.end.compareTo(one.begin) > 0 ? one.end : one.end.plus(DAY);
      marks.add(new Mark(midnight.plus(one.begin), SessionBoundary.BEGIN, session));
      marks.add(new Mark(midnight.plus(end), SessionBoundary.END, session));
    }
    return marks;
  }

  /** Sends each mark at its time, until it is closed. */
  public AutoCloseable start(final Entities entities) {
    final ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              final Thread thread = new Thread(task, "session-marks");
              thread.setDaemon(true);
              return thread;
            });
    plan(executor, entities, Instant.now());
    return executor::shutdownNow;
  }

  private void plan(
      final ScheduledExecutorService executor, final Entities entities, final Instant after) {
    nextAfter(after)
        .ifPresent(
            next -> {
              // Sending does not fail, so nobody looks at it.
              final Future<?> unused =
                  executor.schedule(
                      () -> {
                        allAfter(after).stream()
                            .filter(mark -> mark.at.equals(next.at))
                            .forEach(mark -> send(entities, mark));
                        plan(executor, entities, next.at);
                      },
                      Math.max(0, Duration.between(Instant.now(), next.at).toNanos()),
                      TimeUnit.NANOSECONDS);
            });
  }

  private static void send(final Entities entities, final Mark mark) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        new SessionMarkEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .boundary(mark.boundary)
            .name(mark.session)
            .encodedLength();
    final DirectBuffer input =
        new AdminMessages()
            .adminInput(
                0,
                EntityKey.THE_ADMINISTRATION,
                new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length),
                new AdminMessages.Author(
                    AdminMessages.Author.configuration().who(), "", "recorded every day"),
                "");
    entities.tell(EntityKey.THE_ADMINISTRATION, input, 0, input.capacity());
  }
}
