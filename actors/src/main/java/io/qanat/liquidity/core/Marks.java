package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.QuoteMarksEncoder;
import java.nio.ByteOrder;

/** Marks of quotes as bits, those of the schema's set QuoteMarks. */
public final class Marks {
  public static final int STALE_BY_AGE = 1;
  public static final int STALE_BY_TICKS = 1 << 1;
  public static final int SPIKE_SOFT = 1 << 2;
  public static final int SPIKE_HARD = 1 << 3;
  public static final int SELF_CROSSED = 1 << 4;
  public static final int SPREAD = 1 << 5;
  public static final int OUT_OF_SESSION = 1 << 6;

  /** How many there are. */
  public static final int COUNT = 7;

  /** All of them. */
  public static final int ALL = (1 << COUNT) - 1;

  /** What passing time and other providers' quotes bring. */
  static final int STALE = STALE_BY_AGE | STALE_BY_TICKS;

  private Marks() {}

  /** Writes marks into a field. */
  public static void put(final QuoteMarksEncoder field, final int marks) {
    field.buffer().putShort(field.offset(), (short) marks, ByteOrder.LITTLE_ENDIAN);
  }
}
