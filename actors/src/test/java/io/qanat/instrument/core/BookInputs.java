package io.qanat.instrument.core;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
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

  /**
   * What is special in an order that is asked for.
   *
   * @param delayNanos until a good-till-date order ends
   */
  record Special(
      OrdType ordType,
      long stopPx,
      TriggerPriceType triggerPriceType,
      long displayQty,
      long minQty,
      long delayNanos,
      int execInst,
      SelfMatchPreventionInstruction selfMatch,
      SelfMatchPreventionScope selfMatchScope,
      long linkOrderId) {
    static final Special NONE =
        new Special(
            OrdType.LIMIT,
            Fixed8.NULL,
            TriggerPriceType.NULL_VAL,
            Fixed8.NULL,
            0,
            0,
            0,
            SelfMatchPreventionInstruction.NONE,
            SelfMatchPreventionScope.ACCOUNT,
            0);
  }

  /**
   * One thing asked. A price on an order without a limit is the worst one acceptable.
   *
   * @param special null on plain orders
   */
  record BookInput(
      Kind kind,
      long orderId,
      long account,
      long partner,
      Side side,
      TimeInForce timeInForce,
      long price,
      long orderQty,
      Special special) {
    enum Kind {
      LIMIT,
      MARKET,
      SPECIAL,
      REPLACE,
      CANCEL,
      CANCEL_ACCOUNT,
      CANCEL_PARTNER,
      CANCEL_ALL,
      EXPIRE_DAY,
      EXPIRE_DUE,
      MARK
    }

    boolean hasLimit() {
      return special.ordType == OrdType.LIMIT || special.ordType == OrdType.STOP_LIMIT;
    }
  }

  private static final int ACCOUNTS = 12;
  private static final int PARTNERS = 4;
  private static final TriggerPriceType[] TRIGGERS = {
    TriggerPriceType.LAST_TRADE,
    TriggerPriceType.LAST_TRADE,
    TriggerPriceType.BEST_BID,
    TriggerPriceType.BEST_OFFER,
    TriggerPriceType.MARK
  };
  private static final SelfMatchPreventionInstruction[] SELF_MATCHES = {
    SelfMatchPreventionInstruction.NONE,
    SelfMatchPreventionInstruction.NONE,
    SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE,
    SelfMatchPreventionInstruction.CANCEL_PASSIVE,
    SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE_AND_PASSIVE,
    SelfMatchPreventionInstruction.DECREMENT
  };
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
  private final boolean specials;
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
    this(seed, market, resting, false);
  }

  /**
   * A stream.
   *
   * @param specials whether there are orders of all kinds
   */
  BookInputs(final long seed, final Market market, final int resting, final boolean specials) {
    this.specials = specials;
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
    if (specials && die < 360) {
      return special();
    }
    if (specials && die < 380) {
      return about(
          random.nextInt(4) == 0 ? BookInput.Kind.MARK : BookInput.Kind.EXPIRE_DUE, 0, price());
    }
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
        quantity,
        null);
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
        quantity(25),
        Special.NONE);
  }

  /** Half of the replacements keep the price, so that only the quantity changes. */
  private BookInput replace(final int which) {
    if (random.nextBoolean()) {
      recentPrice[which] = price();
    }
    final BookInput plain = about(BookInput.Kind.REPLACE, recentOrderId[which], recentPrice[which]);
    if (!specials) {
      return plain;
    }
    final Special terms =
        new Special(
            OrdType.LIMIT,
            random.nextBoolean() ? Fixed8.NULL : price(),
            TriggerPriceType.NULL_VAL,
            random.nextInt(3) > 0 ? Fixed8.NULL : random.nextInt(1 + (int) plain.orderQty()),
            0,
            random.nextInt(3) > 0 ? 0 : delay(),
            0,
            SelfMatchPreventionInstruction.NONE,
            SelfMatchPreventionScope.ACCOUNT,
            0);
    return with(plain, plain.timeInForce(), terms);
  }

  private static BookInput with(
      final BookInput input, final TimeInForce timeInForce, final Special special) {
    return new BookInput(
        input.kind(),
        input.orderId(),
        input.account(),
        input.partner(),
        input.side(),
        timeInForce,
        input.price(),
        input.orderQty(),
        special);
  }

  private long delay() {
    return 1L + random.nextInt(2_000);
  }

  /** An order of a kind that is acceptable by itself; several things may be special in it. */
  private BookInput special() {
    final BookInput input = order(BookInput.Kind.SPECIAL, quantity(20), price());
    TimeInForce timeInForce = random.nextBoolean() ? TimeInForce.GOOD_TILL_CANCEL : TimeInForce.DAY;
    OrdType ordType = OrdType.LIMIT;
    long stopPx = Fixed8.NULL;
    TriggerPriceType trigger = TriggerPriceType.NULL_VAL;
    long displayQty = Fixed8.NULL;
    long minQty = 0;
    int execInst = 0;
    long linkOrderId = 0;
    switch (random.nextInt(10)) {
      case 0, 1 -> displayQty = random.nextInt(1 + (int) input.orderQty());
      case 2, 3 -> {
        ordType = random.nextBoolean() ? OrdType.STOP : OrdType.STOP_LIMIT;
        stopPx = price();
        trigger = TRIGGERS[random.nextInt(TRIGGERS.length)];
        linkOrderId = random.nextInt(3) == 0 ? recentOrderId[random.nextInt(resting)] : 0;
      }
      case 4 -> execInst = ExecInst.PARTICIPATE_DONT_INITIATE;
      case 5 -> {
        timeInForce = TimeInForce.IMMEDIATE_OR_CANCEL;
        minQty = random.nextInt(1 + (int) input.orderQty());
      }
      case 6 -> {
        ordType = OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT;
        timeInForce = TIMES_IN_FORCE[random.nextInt(TIMES_IN_FORCE.length)];
      }
      case 7 -> {
        timeInForce = random.nextBoolean() ? TimeInForce.AT_THE_OPENING : TimeInForce.AT_THE_CLOSE;
        return with(input, timeInForce, Special.NONE);
      }
      case 8 -> linkOrderId = recentOrderId[random.nextInt(resting)];
      default -> timeInForce = TIMES_IN_FORCE[random.nextInt(TIMES_IN_FORCE.length)];
    }
    if (ordType != OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT && random.nextInt(6) == 0) {
      execInst |= ExecInst.DO_NOT_INCREASE;
    }
    long delayNanos = 0;
    if (timeInForce == TimeInForce.GOOD_TILL_CANCEL && random.nextInt(3) == 0) {
      timeInForce = TimeInForce.GOOD_TILL_DATE;
      delayNanos = delay();
    }
    return with(
        input,
        timeInForce,
        new Special(
            ordType,
            stopPx,
            trigger,
            displayQty,
            minQty,
            delayNanos,
            execInst,
            SELF_MATCHES[random.nextInt(SELF_MATCHES.length)],
            random.nextBoolean()
                ? SelfMatchPreventionScope.ACCOUNT
                : SelfMatchPreventionScope.PARTNER,
            linkOrderId));
  }

  private long quantity(final int max) {
    return 1L + random.nextInt(max);
  }

  private long price() {
    final int width = random.nextInt(8) == 0 ? market.halfWidth : 1 + market.halfWidth / 4;
    return middle + (random.nextInt(2 * width + 1) - width) * market.tick;
  }
}
