package io.qanat.sim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How bad the world is.
 *
 * @param chances per message, append or answer, of the faults that happen to each
 * @param meansNanos time between two of those that happen to the whole world
 * @param elsewhere how often a peer is not there when a message is handed over on its node
 * @param delayNanosMax of a delayed message between entities
 * @param commitNanosMax of a request to the log and again of its answer
 */
public record Faults(
    Map<Fault, Double> chances,
    Map<Fault, Long> meansNanos,
    double elsewhere,
    long delayNanosMax,
    long commitNanosMax) {

  private static final long USUAL_COMMIT_NANOS = 200_000;

  /** Nothing goes wrong; things only take their time. */
  public static final Faults NONE = new Faults(Map.of(), Map.of(), 0.5, 10_000, USUAL_COMMIT_NANOS);

  /** Every path of one entity is taken often; for runs of a few virtual seconds. */
  public static final Faults MANY =
      new Faults(
          Map.of(
              Fault.DROP, 0.1,
              Fault.DUPLICATE, 0.1,
              Fault.DELAY, 1.0,
              Fault.LOG_FULL, 0.1,
              Fault.LOST_ANSWER, 0.05),
          Map.of(
              Fault.ENTITY_CRASH, millis(30),
              Fault.NODE_CRASH, millis(700),
              Fault.TAKEOVER, millis(250),
              Fault.HANDOFF, millis(250),
              Fault.LOG_STALL, millis(500),
              Fault.LEADER_CHANGE, millis(900),
              Fault.LOG_SESSION_LOST, millis(800),
              Fault.CLOCK_JUMP, millis(300)),
          0.3,
          20_000_000,
          5_000_000);

  /** A bad day: for runs of minutes and hours. */
  public static final Faults BAD_DAY =
      new Faults(
          Map.of(
              Fault.DROP, 0.01,
              Fault.DUPLICATE, 0.01,
              Fault.DELAY, 0.05,
              Fault.LOG_FULL, 0.002,
              Fault.LOST_ANSWER, 0.02),
          Map.ofEntries(
              Map.entry(Fault.ENTITY_CRASH, millis(2_000)),
              Map.entry(Fault.NODE_CRASH, millis(20_000)),
              Map.entry(Fault.TAKEOVER, millis(8_000)),
              Map.entry(Fault.HANDOFF, millis(8_000)),
              Map.entry(Fault.LOG_STALL, millis(10_000)),
              Map.entry(Fault.LEADER_CHANGE, millis(12_000)),
              Map.entry(Fault.LOG_SESSION_LOST, millis(15_000)),
              Map.entry(Fault.CLOCK_JUMP, millis(6_000)),
              Map.entry(Fault.CLIENT_LOST, millis(3_000)),
              Map.entry(Fault.GATEWAY_LOST, millis(15_000))),
          0.2,
          20_000_000,
          500_000);

  /** Copies. */
  public Faults {
    chances = Collections.unmodifiableMap(copy(chances));
    meansNanos = Collections.unmodifiableMap(copy(meansNanos));
  }

  private static <V> Map<Fault, V> copy(final Map<Fault, V> map) {
    final Map<Fault, V> copy = new EnumMap<>(Fault.class);
    copy.putAll(map);
    return copy;
  }

  private static long millis(final long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The chance of a fault that happens to each message, append or answer. */
  public double chance(final Fault fault) {
    return chances.getOrDefault(fault, 0.0);
  }

  /** Whether this fault ever happens. */
  public boolean has(final Fault fault) {
    return chance(fault) > 0 || meansNanos.containsKey(fault);
  }

  /** The same world with these faults only. */
  public Faults only(final Set<Fault> kept) {
    final Map<Fault, Double> fewerChances = copy(chances);
    final Map<Fault, Long> fewerMeans = copy(meansNanos);
    fewerChances.keySet().retainAll(kept);
    fewerMeans.keySet().retainAll(kept);
    return new Faults(fewerChances, fewerMeans, elsewhere, delayNanosMax, commitNanosMax);
  }
}
