package io.qanat.hub.edge;

import java.util.concurrent.atomic.AtomicLong;

/** One number that operators watch. Written by its owner, read by anybody. */
public final class Counter {
  private final String name;
  private final String unit;
  private final String help;
  private final AtomicLong value = new AtomicLong();

  Counter(final String name, final String unit, final String help) {
    this.name = name;
    this.unit = unit;
    this.help = help;
  }

  /** Lower case with underscores, unique among its {@link Counters}. */
  public String name() {
    return name;
  }

  /** What one of it is: {@code frames}, {@code sessions}. */
  public String unit() {
    return unit;
  }

  /** One sentence for people. */
  public String help() {
    return help;
  }

  public long value() {
    return value.get();
  }

  public void increment() {
    value.getAndIncrement();
  }

  public void decrement() {
    value.getAndDecrement();
  }

  public void add(final long amount) {
    value.getAndAdd(amount);
  }

  @Override
  public String toString() {
    return name + "=" + value.get();
  }
}
