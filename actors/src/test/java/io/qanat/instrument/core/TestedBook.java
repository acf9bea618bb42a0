package io.qanat.instrument.core;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.BookInputs.BookInput;
import io.qanat.instrument.core.BookInputs.Special;

/** Asks the same of either book; what its instrument would refuse is left out. */
abstract class TestedBook {
  /** Where orders without a limit end when they are triggered. */
  static final long LOW = Long.MIN_VALUE / 4;

  static final long HIGH = Long.MAX_VALUE / 4;

  /** What an instrument says of phases. */
  enum Call {
    NONE,
    OPENING,
    CLOSING
  }

  /** Whether there are calls at all; without them orders for the opening wait like others. */
  private boolean hasCalls;

  private Call call = Call.NONE;

  /** Everything may match from the one price to the other in the next event. */
  abstract void open(long middle, long width);

  abstract void beginCall();

  abstract boolean wasHit();

  abstract void forgetTrades();

  abstract void beginClose();

  abstract void endClose();

  abstract long auction(long reference, long tick);

  abstract void endCall(boolean closing);

  final void enter(final Call entered) {
    hasCalls = true;
    call = entered;
    if (entered == Call.CLOSING) {
      beginClose();
    }
  }

  abstract Order newOrder(BookInput input, TimeInForce timeInForce, long price);

  abstract void submit(Order order, long limitPrice);

  abstract void replace(
      Order order, long price, long orderQty, long stopPx, long displayQty, long expireTime);

  abstract void cancel(Order order);

  abstract void cancelAccount(long account);

  abstract void cancelPartner(long partner);

  abstract void expireDay();

  abstract void expireDue(long nowNanos);

  abstract void trigger(long lastPx, long markPx);

  abstract Order find(long orderId);

  abstract boolean wouldTrade(Side side, long price);

  abstract long position(long account);

  final void apply(final BookInput input, final long nowNanos) {
    if (isRefusedInACall(input)) {
      return;
    }
    switch (input.kind()) {
      case LIMIT -> submit(newOrder(input, input.timeInForce(), input.price()), input.price());
      case MARKET -> {
        final Order order = newOrder(input, input.timeInForce(), Fixed8.NULL);
        if (call != Call.NONE) {
          order.special = new SpecialTerms();
          order.special.ordType = OrdType.MARKET;
          order.special.place = SpecialTerms.Place.AUCTION;
        }
        submit(order, input.price());
      }
      case SPECIAL -> submitSpecial(input, nowNanos);
      case REPLACE -> replace(input, nowNanos);
      case CANCEL -> {
        final Order order = find(input.orderId());
        if (order != null) {
          cancel(order);
        }
      }
      case CANCEL_ACCOUNT -> cancelAccount(input.account());
      case CANCEL_PARTNER -> cancelPartner(input.partner());
      case CANCEL_ALL -> cancelPartner(0);
      case EXPIRE_DAY -> expireDay();
      case EXPIRE_DUE -> expireDue(nowNanos);
      case MARK -> {
        // The book does not know it; the next look does.
      }
    }
  }

  private boolean isRefusedInACall(final BookInput input) {
    final boolean asks =
        switch (input.kind()) {
          case LIMIT, MARKET, SPECIAL -> true;
          default -> false;
        };
    if (!asks) {
      return false;
    }
    if (input.timeInForce() == TimeInForce.AT_THE_OPENING) {
      return hasCalls && call != Call.OPENING;
    }
    return call != Call.NONE
        && (input.timeInForce() == TimeInForce.IMMEDIATE_OR_CANCEL
            || input.timeInForce() == TimeInForce.FILL_OR_KILL
            || (input.special() != null
                && input.special().ordType() == OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT));
  }

  private SpecialTerms.Place placeOf(final BookInput input, final boolean market) {
    if (AuctionOrders.isFor(input.timeInForce())) {
      final Call its =
          input.timeInForce() == TimeInForce.AT_THE_CLOSE ? Call.CLOSING : Call.OPENING;
      if (call != its) {
        return SpecialTerms.Place.CLOSE;
      }
      return market ? SpecialTerms.Place.AUCTION : SpecialTerms.Place.NOWHERE;
    }
    return SpecialTerms.Place.NOWHERE;
  }

  private void submitSpecial(final BookInput input, final long nowNanos) {
    final Special asked = input.special();
    final Order linked = asked.linkOrderId() == 0 ? null : find(asked.linkOrderId());
    final boolean reduces = (asked.execInst() & ExecInst.DO_NOT_INCREASE) != 0;
    final long position = position(input.account());
    if (((asked.execInst() & ExecInst.PARTICIPATE_DONT_INITIATE) != 0
            && wouldTrade(input.side(), input.price()))
        || (reduces && (input.side() == Side.BUY ? position >= 0 : position <= 0))
        || (asked.linkOrderId() != 0 && !mayBeLinked(linked, input))) {
      return;
    }
    final boolean priced = input.hasLimit() && !isMarketForAuction(input);
    final Order order = newOrder(input, input.timeInForce(), priced ? input.price() : Fixed8.NULL);
    final SpecialTerms special = new SpecialTerms();
    special.place = placeOf(input, !priced);
    special.ordType = asked.ordType();
    special.stopPx = asked.stopPx();
    special.triggerPriceType = asked.triggerPriceType();
    special.displayQty = asked.displayQty();
    special.minQty = asked.minQty();
    special.expireTime = asked.delayNanos() == 0 ? 0 : nowNanos + asked.delayNanos();
    special.execInst = asked.execInst();
    special.selfMatch = asked.selfMatch();
    special.selfMatchScope = asked.selfMatchScope();
    if (linked != null) {
      if (linked.special == null) {
        linked.special = SpecialTerms.ofResting();
      }
      special.linked = linked;
    }
    order.special = special;
    submit(order, input.price());
  }

  private static boolean isMarketForAuction(final BookInput input) {
    return AuctionOrders.isFor(input.timeInForce()) && input.orderQty() % 2 == 0;
  }

  private static boolean mayBeLinked(final Order linked, final BookInput input) {
    return linked != null
        && linked.account() == input.account()
        && linked.side() == input.side()
        && linked.cumQty() == 0
        && !AuctionOrders.isFor(linked.timeInForce())
        && (linked.special == null || linked.special.linked == null)
        && !AuctionOrders.isFor(input.timeInForce())
        && input.timeInForce() != TimeInForce.IMMEDIATE_OR_CANCEL
        && input.timeInForce() != TimeInForce.FILL_OR_KILL;
  }

  private void replace(final BookInput input, final long nowNanos) {
    final Order order = find(input.orderId());
    if (order == null || input.orderQty() <= order.cumQty()) {
      return;
    }
    final Special asked = input.special();
    final boolean priced = order.price() != Fixed8.NULL;
    final boolean isStop = order.isWaiting() && order.special.isStop();
    if (hasCalls && !priced && order.isWaiting() && !isStop) {
      return;
    }
    final long expireTime = asked.delayNanos() == 0 ? 0 : nowNanos + asked.delayNanos();
    if (order.special != null
        && order.special.isPostOnly()
        && wouldTrade(order.side(), input.price())) {
      return;
    }
    replace(
        order,
        priced ? input.price() : Fixed8.NULL,
        input.orderQty(),
        isStop ? asked.stopPx() : Fixed8.NULL,
        priced && (isStop || !order.isWaiting()) ? asked.displayQty() : Fixed8.NULL,
        order.expireTime() == 0 ? 0 : expireTime);
  }

  /** The book of the exchange. */
  static final class Fast extends TestedBook {
    private final OrderBook book;
    private final PriceCollar collar;
    private final AuctionPrice price = new AuctionPrice();

    Fast(final OrderBook book, final PriceCollar collar) {
      this.book = book;
      this.collar = collar;
    }

    @Override
    void open(final long middle, final long width) {
      collar.open();
      collar.narrow(middle, width);
    }

    @Override
    void beginCall() {
      collar.close();
    }

    @Override
    boolean wasHit() {
      return collar.wasHit();
    }

    @Override
    void forgetTrades() {
      book.forgetTrades();
    }

    @Override
    void beginClose() {
      book.uncrossing().beginClose();
    }

    @Override
    void endClose() {
      book.uncrossing().endClose();
    }

    @Override
    long auction(final long reference, final long tick) {
      long now = reference;
      boolean again = true;
      while (again) {
        price.find(book, now, tick);
        again = price.price() != Fixed8.NULL;
        if (again) {
          now = price.price();
          again = !book.uncrossing().trade(now, price.volume());
        }
      }
      return now;
    }

    @Override
    void endCall(final boolean closing) {
      book.uncrossing().endMarketOrders();
      book.expireAll(TimeInForce.AT_THE_OPENING);
      if (closing) {
        book.expireAll(TimeInForce.AT_THE_CLOSE);
      }
    }

    @Override
    Order newOrder(final BookInput input, final TimeInForce timeInForce, final long price) {
      return book.newOrder(
          input.orderId(),
          input.account(),
          input.partner(),
          input.side(),
          timeInForce,
          price,
          input.orderQty());
    }

    @Override
    void submit(final Order order, final long limitPrice) {
      book.submit(order, limitPrice);
    }

    @Override
    void replace(
        final Order order,
        final long price,
        final long orderQty,
        final long stopPx,
        final long displayQty,
        final long expireTime) {
      book.replace(order, price, orderQty, stopPx, displayQty, expireTime);
    }

    @Override
    void cancel(final Order order) {
      book.cancel(order);
    }

    @Override
    void cancelAccount(final long account) {
      book.cancelAccount(account);
    }

    @Override
    void cancelPartner(final long partner) {
      book.cancelPartner(partner);
    }

    @Override
    void expireDay() {
      book.expireDay();
    }

    @Override
    void expireDue(final long nowNanos) {
      book.expireDue(nowNanos);
    }

    @Override
    void trigger(final long lastPx, final long markPx) {
      book.trigger(lastPx, markPx, LOW, HIGH);
    }

    @Override
    Order find(final long orderId) {
      return book.find(orderId);
    }

    @Override
    boolean wouldTrade(final Side side, final long price) {
      return book.wouldTrade(side, price);
    }

    @Override
    long position(final long account) {
      final AccountOrders orders = book.accounts().find(account);
      return orders == null ? 0 : orders.position;
    }
  }

  /** The naive one. */
  static final class Naive extends TestedBook {
    private final NaiveOrderBook book;
    private final NaiveCall call;

    Naive(final NaiveOrderBook book) {
      this.book = book;
      this.call = new NaiveCall(book);
    }

    @Override
    void open(final long middle, final long width) {
      if (middle == Fixed8.NULL || width == 0) {
        book.open(Long.MIN_VALUE, Long.MAX_VALUE);
      } else {
        book.open(middle - width, middle + width);
      }
    }

    @Override
    void beginCall() {
      book.beginCall();
    }

    @Override
    boolean wasHit() {
      return book.wasHit();
    }

    @Override
    void forgetTrades() {
      book.forgetTrades();
    }

    @Override
    void beginClose() {
      call.beginClose();
    }

    @Override
    void endClose() {
      call.endClose();
    }

    @Override
    long auction(final long reference, final long tick) {
      return call.auction(reference, tick);
    }

    @Override
    void endCall(final boolean closing) {
      call.end(closing);
    }

    @Override
    Order newOrder(final BookInput input, final TimeInForce timeInForce, final long price) {
      return book.newOrder(
          input.orderId(),
          input.account(),
          input.partner(),
          input.side(),
          timeInForce,
          price,
          input.orderQty());
    }

    @Override
    void submit(final Order order, final long limitPrice) {
      book.submit(order, limitPrice);
    }

    @Override
    void replace(
        final Order order,
        final long price,
        final long orderQty,
        final long stopPx,
        final long displayQty,
        final long expireTime) {
      book.replace(order, price, orderQty, stopPx, displayQty, expireTime);
    }

    @Override
    void cancel(final Order order) {
      book.cancel(order);
    }

    @Override
    void cancelAccount(final long account) {
      book.cancelIf(order -> order.account() == account);
    }

    @Override
    void cancelPartner(final long partner) {
      book.cancelIf(order -> partner == 0 || order.partner() == partner);
    }

    @Override
    void expireDay() {
      book.expireDay();
    }

    @Override
    void expireDue(final long nowNanos) {
      book.expireDue(nowNanos);
    }

    @Override
    void trigger(final long lastPx, final long markPx) {
      book.trigger(lastPx, markPx, LOW, HIGH);
    }

    @Override
    Order find(final long orderId) {
      return book.find(orderId);
    }

    @Override
    boolean wouldTrade(final Side side, final long price) {
      return book.wouldTrade(side, price);
    }

    @Override
    long position(final long account) {
      return book.position(account);
    }
  }
}
