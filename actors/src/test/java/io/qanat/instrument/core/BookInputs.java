package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.Random;

/** Random streams of what can be asked of a book; equal seeds and markets give equal streams. */
final class BookInputs {
  /** What kind of market a stream imitates. */
  enum Market {
    /** A few prices, deep queues. */
    NARROW(100, 6, 1, 1),
    /** A usual book whose middle wanders. */
    WANDERING(1_000_000, 60, 1, 25),
    /** Prices on both sides of zero. */
    AROUND_ZERO(0, 200, 1, 40),
    /** Thousands of levels, hardly two orders at one. */
    WIDE(5_000_000_000L, 3_000_000, 1, 1_000),
    /** Coarse grid far below zero. */
    NEGATIVE(-3_700_000_000L, 90, 1_000_000, 10);

    private final long middle;
    private final int halfWidth;
    private final long tick;
    private final int drift;

    Market(final long middle, final int halfWidth, final long tick, final int drift) {
      this.middle = middle;
      this.halfWidth = halfWidth;
      this.tick = tick;
      this.drift = drift;
    }
  }

  /** One thing asked. */
  record BookInput(
      Kind kind,
      long orderId,
      long account,
      long partner,
      Side side,
      TimeInForce timeInForce,
      long price,
      long orderQty) {
    enum Kind {
      LIMIT,
      MARKET,
      REPLACE,
      CANCEL,
      CANCEL_ACCOUNT,
      CANCEL_PARTNER,
      CANCEL_ALL,
      EXPIRE_DAY
    }

    void applyTo(final OrderBook book) {
      switch (kind) {
        case LIMIT ->
            book.submitLimit(orderId, account, partner, side, timeInForce, price, orderQty);
        case MARKET ->
            book.submitMarket(orderId, account, partner, side, timeInForce, price, orderQty);
        case REPLACE -> {
          final Order order = book.find(orderId);
          if (order != null && orderQty > order.cumQty()) {
            book.replace(order, price, orderQty);
          }
        }
        case CANCEL -> {
          final Order order = book.find(orderId);
          if (order != null) {
            book.cancel(order);
          }
        }
        case CANCEL_ACCOUNT -> book.cancelIf(order -> order.account() == account);
        case CANCEL_PARTNER -> book.cancelIf(order -> order.partner() == partner);
        case CANCEL_ALL -> book.cancelIf(order -> true);
        case EXPIRE_DAY -> book.expireIf(order -> order.timeInForce() == TimeInForce.DAY);
      }
    }

    void applyTo(final NaiveOrderBook book) {
      switch (kind) {
        case LIMIT ->
            book.submitLimit(orderId, account, partner, side, timeInForce, price, orderQty);
        case MARKET ->
            book.submitMarket(orderId, account, partner, side, timeInForce, price, orderQty);
        case REPLACE -> {
          final Order order = book.find(orderId);
          if (order != null && orderQty > order.cumQty()) {
            book.replace(order, price, orderQty);
          }
        }
        case CANCEL -> {
          final Order order = book.find(orderId);
          if (order != null) {
            book.cancel(order);
          }
        }
        case CANCEL_ACCOUNT -> book.cancelIf(order -> order.account() == account);
        case CANCEL_PARTNER -> book.cancelIf(order -> order.partner() == partner);
        case CANCEL_ALL -> book.cancelIf(order -> true);
        case EXPIRE_DAY -> book.expireIf(order -> order.timeInForce() == TimeInForce.DAY);
      }
    }
  }

  private static final int ACCOUNTS = 12;
  private static final int PARTNERS = 4;
  private static final TimeInForce[] TIMES_IN_FORCE = {
    TimeInForce.DAY,
    TimeInForce.GOOD_TILL_CANCEL,
    TimeInForce.GOOD_TILL_CANCEL,
    TimeInForce.GOOD_TILL_CANCEL,
    TimeInForce.DAY,
    TimeInForce.GOOD_TILL_CANCEL,
    TimeInForce.IMMEDIATE_OR_CANCEL,
    TimeInForce.FILL_OR_KILL
  };

  private final Random random;
  private final Market market;
  private final int resting;
  private final long[] recentOrderId;
  private final long[] recentPrice;
  private long middle;
  private int issued;

  /**
   * A stream.
   *
   * @param resting about how many orders may rest at a time
   */
  BookInputs(final long seed, final Market market, final int resting) {
    this.random = new Random(seed);
    this.market = market;
    this.resting = resting;
    this.middle = market.middle;
    this.recentOrderId = new long[resting];
    this.recentPrice = new long[resting];
  }

  BookInput next() {
    if (random.nextInt(100) == 0) {
      middle += (random.nextInt(2 * market.drift + 1) - market.drift) * market.tick;
    }
    final int die = random.nextInt(1_000);
    if (die < 520) {
      return order(BookInput.Kind.LIMIT, quantity(20), price());
    }
    if (die < 560) {
      // Now and then one that goes through much of the book.
      final int size = random.nextInt(20) == 0 ? 20 * resting : 60;
      return order(BookInput.Kind.MARKET, quantity(size), price());
    }
    if (die < 575) {
      final long through = random.nextBoolean() ? 1 : -1;
      return order(
          BookInput.Kind.LIMIT,
          quantity(5 * resting),
          middle + through * market.halfWidth * market.tick);
    }
    if (die < 800) {
      return about(BookInput.Kind.CANCEL, recentOrderId[random.nextInt(resting)], 0);
    }
    if (die < 998) {
      return replace(random.nextInt(resting));
    }
    return switch (random.nextInt(12)) {
      case 0 -> about(BookInput.Kind.CANCEL_ALL, 0, 0);
      case 1, 2 -> about(BookInput.Kind.EXPIRE_DAY, 0, 0);
      case 3, 4, 5 -> about(BookInput.Kind.CANCEL_PARTNER, 0, 0);
      default -> about(BookInput.Kind.CANCEL_ACCOUNT, 0, 0);
    };
  }

  private BookInput order(final BookInput.Kind kind, final long quantity, final long price) {
    final long account = 1L + random.nextInt(ACCOUNTS);
    final long orderId = account << 39 | ++issued;
    recentOrderId[issued % resting] = orderId;
    recentPrice[issued % resting] = price;
    return new BookInput(
        kind,
        orderId,
        account,
        1 + account % PARTNERS,
        random.nextBoolean() ? Side.BUY : Side.SELL,
        TIMES_IN_FORCE[random.nextInt(TIMES_IN_FORCE.length)],
        price,
        quantity);
  }

  private BookInput about(final BookInput.Kind kind, final long orderId, final long price) {
    final long account = 1L + random.nextInt(ACCOUNTS);
    return new BookInput(
        kind,
        orderId,
        account,
        1L + random.nextInt(PARTNERS),
        Side.BUY,
        TimeInForce.DAY,
        price,
        quantity(25));
  }

  /** Half of the replacements keep the price, so that only the quantity changes. */
  private BookInput replace(final int which) {
    if (random.nextBoolean()) {
      recentPrice[which] = price();
    }
    return about(BookInput.Kind.REPLACE, recentOrderId[which], recentPrice[which]);
  }

  private long quantity(final int max) {
    return 1L + random.nextInt(max);
  }

  private long price() {
    final int width = random.nextInt(8) == 0 ? market.halfWidth : 1 + market.halfWidth / 4;
    return middle + (random.nextInt(2 * width + 1) - width) * market.tick;
  }
}
