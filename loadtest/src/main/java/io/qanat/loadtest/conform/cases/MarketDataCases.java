package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.client.BookByOrder;
import io.qanat.client.BookByPrice;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Feed;
import io.qanat.loadtest.conform.Instrument;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The public side of trading: definitions, books, trades, and how a late or lossy reader is helped.
 */
final class MarketDataCases {
  private static final String MARKET_DATA = "market-data";

  /**
   * A full refresh of a book that does not change comes every five seconds; twice that, and room.
   */
  private static final long REFRESH_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

  private MarketDataCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "MD-01",
            "Definitions are repeated, complete and sensible",
            "securitydefinition--4",
            desk -> {
              final Feed feed = desk.feed();
              within(desk, () -> feed.definitions() >= 2, "the definition did not come twice");
              final Instrument it = feed.definition();
              CaseFailure.unlessEqual(
                  "securityId", desk.instrument().securityId(), it.securityId());
              CaseFailure.unless(!it.symbol().isEmpty(), "symbol is empty");
              CaseFailure.unless(it.tickSize() > 0, "tickSize is not above 0");
              CaseFailure.unless(it.lotSize() > 0, "lotSize is not above 0");
              CaseFailure.unless(
                  it.minQty() > 0 && it.minQty() <= it.maxQty(), "minQty and maxQty make no sense");
              CaseFailure.unless(
                  it.lowLimitPrice() <= it.highLimitPrice(), "the limit prices make no sense");
            }),
        wire("MD-02", "Top of book follows the best orders", "topofbook--1", MarketDataCases::top),
        wire(
            "MD-03",
            "By price: levels appear, change and go with their orders",
            "incrementalrefreshbyprice--2",
            MarketDataCases::byPrice),
        wire(
            "MD-04",
            "By order: an order is shown under its public name, in the order of service",
            "incrementalrefreshbyorder--3",
            MarketDataCases::byOrder),
        wire(
            "MD-05",
            "A trade is told with the number and price that both sides are told",
            "incrementalrefreshbyprice--2",
            MarketDataCases::trades),
        wire(
            "MD-06",
            "Increments are numbered one by one",
            MARKET_DATA,
            desk -> {
              final Feed feed = live(desk);
              final Trader trader = desk.trader();
              for (final String name : List.of("a", "b", "c")) {
                final OrderRequest order = trader.buy(name, 1, -5, TimeInForce.DAY);
                trader.expect(name, "NEW NEW 1@-5 leaves 1 cum 0");
                trader.cancel("x" + name, order);
                trader.expect("x" + name, "CANCELED CANCELED 1@-5 leaves 0 cum 0 of " + name);
              }
              within(
                  desk,
                  () ->
                      feed.numbers(MDFeed.BY_PRICE).size() >= 6
                          && feed.numbers(MDFeed.BY_ORDER).size() >= 6,
                  "six changes gave fewer increments");
              for (final MDFeed each : List.of(MDFeed.BY_PRICE, MDFeed.BY_ORDER)) {
                final List<Long> numbers = feed.numbers(each);
                for (int i = 1; i < numbers.size(); i++) {
                  CaseFailure.unlessEqual(
                      "rptSeq of " + each, numbers.get(i - 1) + 1, numbers.get(i));
                }
              }
              CaseFailure.unlessEqual("frames that are no market data", 0L, feed.malformed());
            }),
        wire(
            "MD-07",
            "Whoever joins late gets the book that the others have",
            MARKET_DATA,
            desk -> {
              final Feed early = live(desk);
              placeBook(desk.trader());
              within(desk, () -> hasBook(desk, early), "the orders are not in the book");
              final Feed late = live(desk);
              expectSame(early, late);
            }),
        wire(
            "MD-08",
            "Whoever lost increments gets the book that the others have",
            MARKET_DATA,
            MarketDataCases::recovery));
  }

  private static void within(
      final Desk desk, final BooleanSupplier condition, final String otherwise) {
    desk.await(condition, () -> otherwise, REFRESH_NANOS_MAX);
  }

  private static Feed live(final Desk desk) {
    final Feed feed = desk.feed();
    within(desk, feed::isLive, "no full refresh brought the books into step");
    return feed;
  }

  private static void top(final Desk desk) {
    desk.requireEmptyBook();
    final Feed feed = live(desk);
    final Trader trader = desk.trader();
    final OrderRequest bid = trader.buy("b", 2, -1, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 2@-1 leaves 2 cum 0");
    trader.sell("s", 1, 1, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 1@1 leaves 1 cum 0");
    within(
        desk,
        () ->
            feed.top() != null
                && feed.top().bidPx() == desk.ticks(-1)
                && feed.top().bidSize() == desk.units(2)
                && feed.top().offerPx() == desk.ticks(1)
                && feed.top().offerSize() == desk.units(1),
        "top of book does not show both orders");
    trader.cancel("x", bid);
    trader.expect("x", "CANCELED CANCELED 2@-1 leaves 0 cum 0 of b");
    within(
        desk,
        () -> feed.top().bidPx() == io.qanat.codecs.value.Fixed8.NULL && feed.top().bidSize() == 0,
        "top of book still shows a bid");
  }

  private static void byPrice(final Desk desk) {
    final Feed feed = live(desk);
    final Trader trader = desk.trader();
    final OrderRequest a = trader.buy("a", 1, -3, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@-3 leaves 1 cum 0");
    within(desk, () -> level(desk, feed, -3).equals("1 in 1"), "the first order is not shown");
    final OrderRequest b = trader.buy("b", 2, -3, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 2@-3 leaves 2 cum 0");
    within(desk, () -> level(desk, feed, -3).equals("3 in 2"), "the second order is not shown");
    trader.cancel("x", a);
    trader.expect("x", "CANCELED CANCELED 1@-3 leaves 0 cum 0 of a");
    within(desk, () -> level(desk, feed, -3).equals("2 in 1"), "the cancel is not shown");
    trader.replace("r", b, 1, -3);
    trader.expect("r", "REPLACED NEW 1@-3 leaves 1 cum 0 of b");
    within(desk, () -> level(desk, feed, -3).equals("1 in 1"), "the replace is not shown");
    trader.cancel("y", desk.limit("r", Side.BUY, 1, -3, TimeInForce.DAY));
    trader.expect("y", "CANCELED CANCELED 1@-3 leaves 0 cum 0 of r");
    within(desk, () -> level(desk, feed, -3).isEmpty(), "the level is still there");
  }

  /** Quantity and orders of a bid level, empty if there is none. */
  private static String level(final Desk desk, final Feed feed, final int ticks) {
    final BookByPrice book = feed.byPrice();
    for (int i = 0; i < book.levels(Side.BUY); i++) {
      if (book.price(Side.BUY, i) == desk.ticks(ticks)) {
        return book.size(Side.BUY, i) / desk.units(1) + " in " + book.numberOfOrders(Side.BUY, i);
      }
    }
    return "";
  }

  private static void byOrder(final Desk desk) {
    final Feed feed = live(desk);
    final Trader trader = desk.trader();
    trader.buy("a", 1, -3, TimeInForce.DAY);
    final long first = trader.expect("a", "NEW NEW 1@-3 leaves 1 cum 0").execution().mdOrderId();
    trader.buy("b", 2, -3, TimeInForce.DAY);
    final long second = trader.expect("b", "NEW NEW 2@-3 leaves 2 cum 0").execution().mdOrderId();
    within(
        desk,
        () -> feed.byOrder().order(first) != null && feed.byOrder().order(second) != null,
        "the orders are not shown under their mdOrderId");
    final var a = feed.byOrder().order(first);
    final var b = feed.byOrder().order(second);
    CaseFailure.unlessEqual("price", desk.ticks(-3), a.price());
    CaseFailure.unlessEqual("size", desk.units(2), b.size());
    CaseFailure.unlessEqual("side", Side.BUY, b.side());
    CaseFailure.unless(
        a.mdOrderPriority() < b.mdOrderPriority(),
        "the older order has the higher priority number");
  }

  private static void trades(final Desk desk) {
    final Feed feed = live(desk);
    final Trader trader = desk.trader();
    trader.sell("s", 2, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0");
    trader.buy("b", 1, 0, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
    final ExecutionReportDecoder fill =
        trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1").execution();
    final Feed.Trade expected =
        new Feed.Trade(fill.tradeId(), fill.lastPx(), fill.lastQty(), Side.BUY);
    desk.await(() -> feed.trades().contains(expected), () -> "the trade was not told: " + expected);
    CaseFailure.unlessEqual(
        "times that it was told",
        1L,
        feed.trades().stream().filter(t -> t.tradeId() == fill.tradeId()).count());
  }

  private static void placeBook(final Trader trader) {
    for (int i = 1; i <= 3; i++) {
      trader.buy("b" + i, i, -i, TimeInForce.DAY);
      trader.expect("b" + i, "NEW NEW " + i + "@-" + i + " leaves " + i + " cum 0");
      trader.sell("s" + i, 1, i, TimeInForce.DAY);
      trader.expect("s" + i, "NEW NEW 1@" + i + " leaves 1 cum 0");
    }
  }

  private static boolean hasBook(final Desk desk, final Feed feed) {
    return level(desk, feed, -1).equals("1 in 1")
        && level(desk, feed, -2).equals("2 in 1")
        && level(desk, feed, -3).equals("3 in 1")
        && offers(feed).contains(desk.ticks(3));
  }

  private static List<Long> offers(final Feed feed) {
    final List<Long> prices = new ArrayList<>();
    for (int i = 0; i < feed.byPrice().levels(Side.SELL); i++) {
      prices.add(feed.byPrice().price(Side.SELL, i));
    }
    return prices;
  }

  private static void recovery(final Desk desk) {
    final Feed whole = live(desk);
    final Feed lossy = live(desk);
    final Trader trader = desk.trader();
    trader.buy("a", 1, -4, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@-4 leaves 1 cum 0");
    within(
        desk,
        () -> level(desk, whole, -4).equals("1 in 1") && level(desk, lossy, -4).equals("1 in 1"),
        "the order is not shown");
    lossy.loseOneOfEach();
    trader.buy("b", 1, -4, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-4 leaves 1 cum 0");
    within(desk, () -> !lossy.isLosing(), "the order did not give an increment of each feed");
    placeBook(trader);
    within(desk, () -> hasBook(desk, whole), "the orders are not in the book");
    within(
        desk,
        () ->
            lossy.stale(MDFeed.BY_PRICE) >= 1
                && lossy.stale(MDFeed.BY_ORDER) >= 1
                && lossy.isLive()
                && hasBook(desk, lossy),
        "the books did not come into step again");
    expectSame(whole, lossy);
  }

  private static void expectSame(final Feed one, final Feed other) {
    CaseFailure.unlessEqual(
        "the book by price", describe(one.byPrice()), describe(other.byPrice()));
    CaseFailure.unlessEqual(
        "the book by order", describe(one.byOrder()), describe(other.byOrder()));
  }

  private static List<String> describe(final BookByPrice book) {
    final List<String> levels = new ArrayList<>();
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (int i = 0; i < book.levels(side); i++) {
        levels.add(
            side
                + " "
                + book.size(side, i)
                + "@"
                + book.price(side, i)
                + " in "
                + book.numberOfOrders(side, i));
      }
    }
    return levels;
  }

  private static List<String> describe(final BookByOrder book) {
    final List<String> orders = new ArrayList<>();
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      book.orders(side).forEach(order -> orders.add(order.toString()));
    }
    return orders;
  }
}
