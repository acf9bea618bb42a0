package io.qanat.hub.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.config.ConfigException;
import io.qanat.session.ReplayPace;
import io.qanat.session.ReplayReport;
import io.qanat.session.SessionReplay;
import io.qanat.sharding.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** One regression test: a session, and the events expected of its replay. */
final class SessionTest {
  /** Fields by which events are chosen when nothing else is said. */
  private static final List<String> CHOICE_FIELDS = List.of("entity", "kind", "message", "to");

  /**
   * What is tested.
   *
   * @param orders of one's own; null: none
   * @param choose which events are compared; empty: by the values that the expected ones have of
   *     entity, kind, message and to
   */
  record Case(String name, Path session, Path events, Path orders, List<String> choose) {}

  /**
   * How it went.
   *
   * @param differences empty: as expected
   */
  record Verdict(String name, int compared, double seconds, List<String> differences) {
    boolean passed() {
      return differences.isEmpty();
    }

    String line() {
      return name
          + ": "
          + (passed() ? compared + " events as expected" : differences.get(0))
          + (differences.size() > 1 ? " (and " + (differences.size() - 1) + " lines more)" : "");
    }
  }

  private static final int DIFFERENCES_MAX = 20;

  private SessionTest() {}

  static Verdict run(final Case test, final ReplayOptions options) {
    final long startNanos = System.nanoTime();
    final List<JsonNode> expected = read(test.events());
    final List<String> choose = test.choose().isEmpty() ? choice(expected) : test.choose();
    final List<JsonNode> actual = new ArrayList<>();
    final SessionReplay replay =
        new SessionReplay(
            test.session(),
            new Cores(),
            new ReplayEvents(choose, actual::add),
            ReplayPace.MAX,
            options.delayNanos(),
            options.untilNanos());
    if (test.orders() != null) {
      final OwnOrders orders = OwnOrders.read(test.orders());
      replay.atBegin(() -> orders.submit(replay, options.latencyNanos()));
    }
    final ReplayReport report = replay.run();
    final List<String> differences = differences(expected, actual);
    if (report.damage() != null) {
      differences.add(0, report.damage());
    }
    return new Verdict(
        test.name(), expected.size(), (System.nanoTime() - startNanos) / 1e9, differences);
  }

  private static List<JsonNode> read(final Path file) {
    final ObjectMapper mapper = new ObjectMapper();
    final List<JsonNode> events = new ArrayList<>();
    try {
      for (final String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          events.add(mapper.readTree(line));
        }
      }
    } catch (final IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e, e);
    }
    if (events.isEmpty()) {
      throw new ConfigException(file + " expects nothing");
    }
    return events;
  }

  private static List<String> choice(final List<JsonNode> expected) {
    final Set<String> conditions = new TreeSet<>();
    for (final JsonNode event : expected) {
      for (final String field : CHOICE_FIELDS) {
        if (event.has(field)) {
          conditions.add(field + "=" + event.get(field).asText());
        }
      }
    }
    return List.copyOf(conditions);
  }

  private static List<String> differences(
      final List<JsonNode> expected, final List<JsonNode> actual) {
    final ObjectMapper mapper = new ObjectMapper();
    final List<String> differences = new ArrayList<>();
    final int count = Math.max(expected.size(), actual.size());
    for (int i = 0; i < count && differences.size() < DIFFERENCES_MAX; i++) {
      final String want = i < expected.size() ? expected.get(i).toString() : "nothing";
      final String have = i < actual.size() ? text(mapper, actual.get(i)) : "nothing";
      if (!Objects.equals(want, have)) {
        differences.add("event " + (i + 1) + ": expected " + want + " but was " + have);
      }
    }
    return differences;
  }

  /** As it would be read from a file, so that equal events are equal texts. */
  private static String text(final ObjectMapper mapper, final JsonNode event) {
    try {
      return mapper.readTree(event.toString()).toString();
    } catch (final com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
