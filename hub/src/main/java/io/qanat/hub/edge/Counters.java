package io.qanat.hub.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The counters of one part of the hub, for metrics and the demo's table. A part extends it and
 * keeps what {@link #counter} and {@link #gauge} return in fields.
 */
public abstract class Counters {
  private final List<Counter> all = new ArrayList<>();
  private final List<Counter> gauges = new ArrayList<>();

  /** A number that only grows. */
  protected final Counter counter(final String name, final String unit, final String help) {
    final Counter counter = new Counter(name, unit, help);
    all.add(counter);
    return counter;
  }

  /** A number that rises and falls. */
  protected final Counter gauge(final String name, final String unit, final String help) {
    final Counter gauge = counter(name, unit, help);
    gauges.add(gauge);
    return gauge;
  }

  /** All of them, in a stable order. */
  public final List<Counter> all() {
    return Collections.unmodifiableList(all);
  }

  /** Whether a counter may fall. */
  public final boolean isGauge(final Counter counter) {
    return gauges.contains(counter);
  }
}
