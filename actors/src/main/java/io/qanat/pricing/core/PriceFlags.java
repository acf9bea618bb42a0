package io.qanat.pricing.core;

import io.qanat.codecs.liquidity.PriceFlagsEncoder;
import java.nio.ByteOrder;

/** How a price came about, as bits: those of the schema's set PriceFlags. */
public final class PriceFlags {
  /** Nobody trades on it. */
  public static final int INDICATIVE = 1;

  /** The pool lacks a side for the size. */
  public static final int NO_LIQUIDITY = 1 << 1;

  public static final int CROSSED_INPUT = 1 << 2;
  public static final int SKEWED = 1 << 3;
  public static final int SKEW_BOUND = 1 << 4;
  public static final int SPREAD_WIDENED = 1 << 5;
  public static final int SPREAD_NARROWED = 1 << 6;
  public static final int SPREAD_INVALID = 1 << 7;
  public static final int SPREAD_REJECTED = 1 << 8;
  public static final int HOUSE_WIDENED = 1 << 9;
  public static final int OUT_OF_RANGE = 1 << 10;

  private PriceFlags() {}

  /** Writes flags into a field. */
  public static void put(final PriceFlagsEncoder field, final int flags) {
    field.buffer().putShort(field.offset(), (short) flags, ByteOrder.LITTLE_ENDIAN);
  }
}
