package io.qanat.hub.provisioning;

import io.qanat.codecs.fix.TradingPhase;
import io.qanat.config.ConfigException;
import io.qanat.config.Settings;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * When an instrument is in which phase, in local times of a zone with its holidays. Entities know
 * no zones: they are told instants, see {@link #transitions}.
 *
 * @param days of the week on which it trades
 * @param holidays on which it does not, although it is such a day
 * @param times when each phase begins, in ascending order; the last one is CLOSED
 */
public record ScheduleSetup(
    ZoneId zone, Set<DayOfWeek> days, Set<LocalDate> holidays, List<PhaseTime> times) {

  /** A phase begins at a local time. */
  public record PhaseTime(TradingPhase phase, LocalTime at) {}

  /** A phase begins at an instant. */
  public record Transition(long atNanos, TradingPhase phase) {}

  private static final Pattern ANY = Pattern.compile(".*");
  private static final int LOOK_BACK_DAYS = 15;

  private static final List<TradingPhase> IN_ORDER =
      List.of(
          TradingPhase.PRE_OPEN,
          TradingPhase.OPENING_AUCTION,
          TradingPhase.CONTINUOUS,
          TradingPhase.CLOSING_AUCTION,
          TradingPhase.CLOSED);

  /** Reads the section {@code schedule} of an instrument. */
  static ScheduleSetup of(final Settings s) {
    final ZoneId zone = parsed(s, "zone", "a time zone such as Asia/Tehran or UTC", ZoneId::of);
    final Set<DayOfWeek> days =
        Set.copyOf(
            list(
                s,
                "days",
                "a comma-separated list of monday to sunday",
                text -> DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT))));
    final Set<LocalDate> holidays =
        s.has("holidays")
            ? Set.copyOf(
                list(
                    s,
                    "holidays",
                    "a comma-separated list of dates such as 2027-01-01",
                    LocalDate::parse))
            : Set.of();
    final List<PhaseTime> times = times(s);
    s.noOtherKeys();
    return new ScheduleSetup(zone, days, holidays, times);
  }

  private static List<PhaseTime> times(final Settings s) {
    final List<PhaseTime> times = new ArrayList<>();
    for (final TradingPhase phase : IN_ORDER) {
      final String key = key(phase);
      if (phase != TradingPhase.CLOSED && !s.has(key)) {
        continue;
      }
      final LocalTime at = parsed(s, key, "a local time such as 08:30", LocalTime::parse);
      if (!times.isEmpty() && !at.isAfter(times.get(times.size() - 1).at())) {
        final PhaseTime before = times.get(times.size() - 1);
        throw s.refuse(key, "a local time after " + key(before.phase()) + " " + before.at());
      }
      times.add(new PhaseTime(phase, at));
    }
    if (times.size() == 1) {
      throw new ConfigException(
          s.path()
              + " has no phase but closed; there are "
              + IN_ORDER.stream().map(ScheduleSetup::key).toList());
    }
    return List.copyOf(times);
  }

  private static String key(final TradingPhase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> T parsed(
      final Settings s, final String key, final String allowed, final Function<String, T> parser) {
    final String text = s.text(key, ANY, allowed);
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw s.refuse(key, allowed);
    }
  }

  private static <T> List<T> list(
      final Settings s, final String key, final String allowed, final Function<String, T> parser) {
    return parsed(
        s,
        key,
        allowed,
        text -> {
          final List<T> values = new ArrayList<>();
          for (final String part : text.split(",", -1)) {
            values.add(parser.apply(part.strip()));
          }
          return values;
        });
  }

  /**
   * The transitions from the last one that has passed up to a number of days ahead, ascending;
   * whatever was more than two weeks ago, it has been closed since. A local time that a change of
   * the clocks leaves out is the one as much later; of one that comes twice it is the first. Of
   * transitions that fall together only the last remains.
   */
  public List<Transition> transitions(final Instant now, final int daysAhead) {
    final LocalDate today = now.atZone(zone).toLocalDate();
    final LocalDate from = today.minusDays(LOOK_BACK_DAYS);
    final List<Transition> all = new ArrayList<>();
    all.add(new Transition(nanos(from.atStartOfDay(zone).toInstant()), TradingPhase.CLOSED));
    for (LocalDate date = from; !date.isAfter(today.plusDays(daysAhead)); date = date.plusDays(1)) {
      if (days.contains(date.getDayOfWeek()) && !holidays.contains(date)) {
        addDay(all, date);
      }
    }
    final long nowNanos = nanos(now);
    int first = 0;
    while (first + 1 < all.size() && all.get(first + 1).atNanos() <= nowNanos) {
      first++;
    }
    return List.copyOf(all.subList(first, all.size()));
  }

  private void addDay(final List<Transition> all, final LocalDate date) {
    for (final PhaseTime time : times) {
      final long at = nanos(ZonedDateTime.of(date, time.at(), zone).toInstant());
      while (!all.isEmpty() && all.get(all.size() - 1).atNanos() >= at) {
        all.remove(all.size() - 1);
      }
      all.add(new Transition(at, time.phase()));
    }
  }

  private static long nanos(final Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
